"""How much: numbers, bounds and units of one sentence."""

import math
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hearsay.extract.quantities import quantities


def told(sentence):
    """Quantities of a sentence as "words: low–high qualifier unit kind"; an open side is empty."""
    return [
        f"{sentence[q.start : q.end]}: {'' if q.low is None else f'{q.low:.12g}'}–{'' if q.high is None else f'{q.high:.12g}'} "
        f"{q.qualifier} {q.unit} {q.kind}"
        for q in quantities(sentence)
        if not q.dating and not q.pronoun
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("One man drowned.", ["One: 1–1 exact 1 count"]),
        ("At least one of them drowned.", ["At least one: 1– at_least 1 count"]),
        # digits
        ("The town has 1,400 wells.", ["1,400: 1400–1400 exact 1 count"]),
        ("There is a 2 in 3 chance of frost.", ["2 in 3: 66.67–66.67 exact % share"]),
        ("A one-in-three risk is high.", ["one-in-three: 33.33–33.33 exact % share"]),
        ("The town has 12 wells.", ["12: 12–12 exact 1 count"]),
        ("Some 10 000 birds came.", ["Some 10 000: 10000–10000 about 1 count"]),
        ("They planted 1 250 000 trees.", ["1 250 000: 1250000–1250000 exact 1 count"]),
        ("They planted 12,50,000 trees.", ["12,50,000: 1250000–1250000 exact 1 count"]),
        ("It holds 2.75 million books.", ["2.75 million: 2750000–2750000 exact 1 count"]),
        ("It holds 3½ million books.", ["3½ million: 3500000–3500000 exact 1 count"]),
        ("It took 2 1/2 hours.", ["2 1/2 hours: 2.5–2.5 exact h duration"]),
        ("It moved 3/4 mile.", ["3/4 mile: 0.75–0.75 exact [mi_i] measure"]),
        ("Nearly 40 lakh voters stayed away.", ["Nearly 40 lakh: 4000000–4000000 about 1 count"]),
        ("The dam cost 3.5 lakh crore rupees.", ["3.5 lakh crore rupees: 3.5e+12–3.5e+12 exact INR money"]),
        ("A 100-million-year gap.", ["100-million-year: 100000000–100000000 exact a duration"]),
        ("１２ boats and ٣٤ rafts sank.", ["１２: 12–12 exact 1 count", "٣٤: 34–34 exact 1 count"]),
        # number words
        ("Forty-seven boats sank.", ["Forty-seven: 47–47 exact 1 count"]),
        ("Two hundred and six boats sank.", ["Two hundred and six: 206–206 exact 1 count"]),
        ("A hundred boats sank.", ["A hundred: 100–100 exact 1 count"]),
        ("One hundred twenty-one thousand boats sank.", ["One hundred twenty-one thousand: 121000–121000 exact 1 count"]),
        ("Three million two hundred thousand homes went dark.", ["Three million two hundred thousand: 3200000–3200000 exact 1 count"]),
        ("A dozen boats sank.", ["A dozen: 12–12 exact 1 count"]),
        ("Half a dozen boats sank.", ["Half a dozen: 6–6 exact 1 count"]),
        ("Two dozen boats sank.", ["Two dozen: 24–24 exact 1 count"]),
        ("Half a million homes went dark.", ["Half a million: 500000–500000 exact 1 count"]),
        ("One and a half million homes went dark.", ["One and a half million: 1500000–1500000 exact 1 count"]),
        ("It took two and a half hours.", ["two and a half hours: 2.5–2.5 exact h duration"]),
        ("It took half an hour.", ["half an hour: 0.5–0.5 exact h duration"]),
        ("A quarter of a million birds came.", ["A quarter of a million: 250000–250000 exact 1 count"]),
        ("A pair of hikers met the trio of guides.", ["A pair of: 2–2 exact 1 count", "trio of: 3–3 exact 1 count"]),
        ("Twin blasts shook the port.", ["Twin: 2–2 exact 1 count"]),
        # vague words
        ("Dozens fled.", ["Dozens: 24–99 vague 1 count"]),
        ("Scores of boats fled.", ["Scores: 40–199 vague 1 count"]),
        ("Hundreds of boats fled.", ["Hundreds: 100–999 vague 1 count"]),
        ("Tens of thousands of boats fled.", ["Tens of thousands: 10000–99999 vague 1 count"]),
        ("Hundreds of thousands fled.", ["Hundreds of thousands: 100000–999999 vague 1 count"]),
        ("Millions of letters came.", ["Millions: 1000000–9999999 vague 1 count"]),
        ("Several boats sank.", ["Several: 3–9 vague 1 count"]),
        ("A few boats sank.", ["A few: 3–9 vague 1 count"]),
        ("A handful of boats sank.", ["A handful: 3–9 vague 1 count"]),
        ("A couple of boats sank.", ["A couple: 2–2 vague 1 count"]),
        ("Several hundred boats sank.", ["Several hundred: 300–900 vague 1 count"]),
        ("A few thousand boats sank.", ["A few thousand: 3000–9000 vague 1 count"]),
        ("A couple of hundred boats sank.", ["A couple of hundred: 200–200 vague 1 count"]),
        ("A couple of decades went by.", ["A couple of decades: 20–20 vague a duration"]),
        ("It fell several inches.", ["several inches: 3–9 vague [in_i] measure"]),
        # bounds
        ("At least 13 boats sank.", ["At least 13: 13– at_least 1 count"]),
        ("More than a dozen boats sank.", ["More than a dozen: 12– at_least 1 count"]),
        ("No fewer than 13 boats sank.", ["No fewer than 13: 13– at_least 1 count"]),
        ("Well over 1,000 boats sank.", ["Well over 1,000: 1000– at_least 1 count"]),
        ("Upwards of 90 boats sank.", ["Upwards of 90: 90– at_least 1 count"]),
        ("A minimum of ten boats sank.", ["A minimum of ten: 10– at_least 1 count"]),
        ("13 or more boats sank.", ["13 or more: 13– at_least 1 count"]),
        ("1,000+ boats sank.", ["1,000+: 1000– at_least 1 count"]),
        ("Some 138, and possibly more, sank.", ["Some 138, and possibly more: 138– at_least 1 count"]),
        ("Up to 600 boats sank.", ["Up to 600: 0–600 at_most 1 count"]),
        ("As many as 600 boats sank.", ["As many as 600: 0–600 at_most 1 count"]),
        ("Fewer than 600 boats sank.", ["Fewer than 600: 0–600 at_most 1 count"]),
        ("No more than six boats sank.", ["No more than six: 0–6 at_most 1 count"]),
        ("It lay under three metres of snow.", ["three metres: 3–3 exact m measure"]),
        ("It lies within ten miles of the shore.", ["within ten miles: 0–10 at_most [mi_i] measure"]),
        ("About 40 boats sank.", ["About 40: 40–40 about 1 count"]),
        ("Nearly 40 boats sank.", ["Nearly 40: 40–40 about 1 count"]),
        ("An estimated 40 boats sank.", ["An estimated 40: 40–40 about 1 count"]),
        ("Some 40,000 birds came.", ["Some 40,000: 40000–40000 about 1 count"]),
        ("~40 boats sank.", ["~40: 40–40 about 1 count"]),
        ("Another 24 hours passed.", ["Another 24 hours: 24–24 exact h duration"]),
        ("At least another 75 sank.", ["At least another 75: 75– at_least 1 count"]),
        ("A whopping 500,000 birds came.", ["A whopping 500,000: 500000–500000 exact 1 count"]),
        ("They waited for more than an hour.", ["more than an hour: 1– at_least h duration"]),
        ("They waited around a year.", ["around a year: 1–1 about a duration"]),
        ("They waited a day or two.", ["a day or two: 1–2 between d duration"]),
        ("The price went up to 90 dollars.", ["90 dollars: 90–90 exact USD money"]),
        ("That brings the toll up to 13.", ["13: 13–13 exact 1 count"]),
        ("More than 20 but fewer than 30 boats sank.", ["More than 20 but fewer than 30: 20–30 between 1 count"]),
        ("At most 30 and at least 20 boats sank.", ["At most 30 and at least 20: 20–30 between 1 count"]),
        ("At least 20 boats and up to 30 rafts sank.", ["At least 20: 20– at_least 1 count", "up to 30: 0–30 at_most 1 count"]),
        ("Less than or equal to 30 boats sank.", ["Less than or equal to 30: 0–30 at_most 1 count"]),
        # nobody
        ("No one was hurt.", ["No one: 0–0 exact 1 count"]),
        ("Nobody has been killed.", ["Nobody: 0–0 exact 1 count"]),
        ("None of them were injured.", ["None: 0–0 exact 1 count"]),
        ("None were injured.", ["None: 0–0 exact 1 count"]),
        ("There were no casualties.", ["no: 0–0 exact 1 count"]),
        ("No one thought it wise, for there was no doubt.", []),
        # ranges
        ("The toll could range from 20 to 30.", ["20 to 30: 20–30 between 1 count"]),
        ("They hired 5 through 9 guards.", ["5 through 9: 5–9 between 1 count"]),
        ("Profit rose by $5m to $20m.", ["$5m: 5000000–5000000 exact USD money", "$20m: 20000000–20000000 exact USD money"]),
        ("Output fell by 6% to 9%.", ["6% to 9%: 6–9 between % share"]),
        ("It improved its share from 6% to 9%.", ["6%: 6–6 exact % share", "9%: 9–9 exact % share"]),
        ("Between 250 and 400 boats sank.", ["Between 250 and 400: 250–400 between 1 count"]),
        ("PORT ELM - Between 250 and 400 boats sank.", ["Between 250 and 400: 250–400 between 1 count"]),
        ("PORT ELM — Some 240 boats sank.", ["Some 240: 240–240 about 1 count"]),
        ("Nine to ten boats sank.", ["Nine to ten: 9–10 between 1 count"]),
        ("Four or five boats sank.", ["Four or five: 4–5 between 1 count"]),
        ("At least four or five boats sank.", ["At least four or five: 4– at_least 1 count"]),
        ("It fell as much as 24 to 30 inches.", ["as much as 24 to 30 inches: 0–30 at_most [in_i] measure"]),
        ("Two, maybe three, sank.", ["Two, maybe three: 2–3 between 1 count"]),
        ("They came 16-17 times.", ["16-17: 16–17 between 1 count"]),
        ("Two to three hundred cars waited.", ["Two to three hundred: 200–300 between 1 count"]),
        ("It cost between $5 and $7 billion.", ["between $5 and $7 billion: 5000000000–7000000000 between USD money"]),
        ("It cost $5m to $7m.", ["$5m to $7m: 5000000–7000000 between USD money"]),
        ("It fell 25 percent to 40 percent.", ["25 percent to 40 percent: 25–40 between % share"]),
        ("It fell 16–17 percent.", ["16–17 percent: 16–17 between % share"]),
        ("Some five- to eight-thousand men came.", ["Some five- to eight-thousand: 5000–8000 between 1 count"]),
        ("It was a $3- to $5-million loss.", ["$3- to $5-million: 3000000–5000000 between USD money"]),
        ("A five- or six-day trip.", ["five- or six-day: 5–6 between d duration"]),
        ("There were 5- to 8-year-old boys.", ["5- to 8-year-old: 5–8 between a age"]),
        ("It fell 10-to-15 percent.", ["10-to-15 percent: 10–15 between % share"]),
        ("It was a 10-to-1 bet in a one-to-one meeting.", []),
        ("He carried a .38 revolver.", []),
        ("Homes from $2m to $3m are sold.", ["$2m to $3m: 2000000–3000000 between USD money"]),
        ("It rose from 10 to 20 percent.", ["10: 10–10 exact % share", "20 percent: 20–20 exact % share"]),
        ("It rose from 15 per cent to 22.", ["15 per cent: 15–15 exact % share", "22: 22–22 exact % share"]),
        ("It fell from 15 per cent to 22 seats.", ["15 per cent: 15–15 exact % share", "22: 22–22 exact 1 count"]),
        ("It went from $70 to $100.", ["$70: 70–70 exact USD money", "$100: 100–100 exact USD money"]),
        ("He took BND1,000 from them.", ["BND1,000: 1000–1000 exact BND money"]),
        ("Bread cost 12CUP there.", ["12CUP: 12–12 exact CUP money"]),
        ("A COP 26 pledge stands.", []),
        ("It earned some 145 billion Korean won.", ["some 145 billion Korean won: 145000000000–145000000000 about KRW money"]),
        ("She paid 300 Emirati dirhams.", ["300 Emirati dirhams: 300–300 exact AED money"]),
        ("They paid tens of millions of dollars.", ["tens of millions of dollars: 10000000–99999999 vague USD money"]),
        ("5.9 Earthquake Jolts Orvel", ["5.9: 5.9–5.9 exact 1 measure"]),
        ("It was at least magnitude-5.9.", ["at least magnitude-5.9: 5.9– at_least 1 measure"]),
        ("It hit a 4-1/2-year high.", ["4-1/2-year: 4.5–4.5 exact a duration"]),
        ("Oil hit a low of $75.84.", ["$75.84: 75.84–75.84 exact USD money"]),
        ("It was a magnitude-6.1 temblor.", ["magnitude-6.1: 6.1–6.1 exact 1 measure"]),
        ("Quakes ranging from 5.0 to 6.0 in magnitude.", ["5.0 to 6.0: 5–6 between 1 measure"]),
        ("It flies about 1850 to 2500 miles.", ["about 1850 to 2500 miles: 1850–2500 between [mi_i] measure"]),
        ("It takes two weeks to two months.", ["two weeks to two months: 14–60 between d duration"]),
        ("It has four, six or eight cores.", [
            "four: 4–4 exact 1 count", "six: 6–6 exact 1 count", "eight: 8–8 exact 1 count"]),
        # money
        ("It cost $4.5 billion.", ["$4.5 billion: 4500000000–4500000000 exact USD money"]),
        ("It cost US$10m.", ["US$10m: 10000000–10000000 exact USD money"]),
        ("It cost A$50.", ["A$50: 50–50 exact AUD money"]),
        ("It cost AUD $400,000.", ["AUD $400,000: 400000–400000 exact AUD money"]),
        ("It cost €1.01bn.", ["€1.01bn: 1010000000–1010000000 exact EUR money"]),
        ("It cost CNY¥12,000.", ["CNY¥12,000: 12000–12000 exact CNY money"]),
        ("It cost USD 9.3 billion.", ["USD 9.3 billion: 9300000000–9300000000 exact USD money"]),
        ("It cost 21 million US dollars.", ["21 million US dollars: 21000000–21000000 exact USD money"]),
        ("It cost 50p.", ["50p: 0.5–0.5 exact GBP money"]),
        ("It cost three cents.", ["three cents: 0.03–0.03 exact USD money"]),
        ("It cost 20 yuan ($2.93).", ["20 yuan: 20–20 exact CNY money", "$2.93: 2.93–2.93 exact USD money"]),
        ("It cost €2.96½ a share.", ["€2.96½ a share: 2.965–2.965 exact EUR/share rate"]),
        ("It cost millions of dollars.", ["millions of dollars: 1000000–9999999 vague USD money"]),
        ("It cost Tk 1.25 crore.", ["Tk 1.25 crore: 12500000–12500000 exact BDT money"]),
        ("He paid Tk. 500 for it.", ["Tk. 500: 500–500 exact BDT money"]),
        ("He paid Rs.500 crore and Tk.500.", [
            "Rs.500 crore: 5000000000–5000000000 exact INR money", "Tk.500: 500–500 exact BDT money"]),
        ("They owe N500 million.", ["N500 million: 500000000–500000000 exact NGN money"]),
        ("They owe N500m and P2b.", ["N500m: 500000000–500000000 exact NGN money", "P2b: 2000000000–2000000000 exact PHP money"]),
        ("They owe P17,000.", ["P17,000: 17000–17000 exact PHP money"]),
        ("They drove down the N17 at noon.", []),
        ("It cost PKR 5 billion.", ["PKR 5 billion: 5000000000–5000000000 exact PKR money"]),
        ("It cost 40 million UGX.", ["40 million UGX: 40000000–40000000 exact UGX money"]),
        ("They run 300 XAF terminals.", ["300: 300–300 exact 1 count"]),
        ("They vote once they have turned 18.", ["18: 18–18 exact a age"]),
        ("When she was 17, she left.", ["17: 17–17 exact a age"]),
        ("I am only 51 and tired.", ["51: 51–51 exact a age"]),
        ("His age, 75, was told.", ["75: 75–75 exact a age"]),
        ("Mara Roe, 31 — who left — spoke.", ["31: 31–31 exact a age"]),
        ("He was 14 miles away.", ["14 miles: 14–14 exact [mi_i] measure"]),
        ("The dead were 14 and the hurt 20.", ["14: 14–14 exact 1 count", "20: 20–20 exact 1 count"]),
        ("They fled for two reasons: 1) the flood and 2) the fire.", ["two: 2–2 exact 1 count"]),
        ("It opens at 9 in the morning.", []),
        ("Mara Roe, now 81 and retired, spoke.", ["81: 81–81 exact a age"]),
        ("It paid N$111 million in tax.", ["N$111 million: 111000000–111000000 exact NAD money"]),
        ("In Aros, now 14 of the houses are dry.", ["14: 14–14 exact 1 count"]),
        ("She turned 18 pages.", ["18: 18–18 exact 1 count"]),
        ("It cost Rs 500.", ["Rs 500: 500–500 exact INR money"]),
        ("It cost 5m pounds.", ["5m pounds: 5000000–5000000 exact GBP money"]),
        ("It cost $17 over three years.", ["$17: 17–17 exact USD money", "three years: 3–3 exact a duration"]),
        ("It sold for a $5 fee.", ["$5: 5–5 exact USD money"]),
        ("It cost 1,200€ then.", ["1,200€: 1200–1200 exact EUR money"]),
        ("It cost 100 ₡.", ["100 ₡: 100–100 exact CRC money"]),
        ("It cost 75 USD million.", ["75 USD million: 75000000–75000000 exact USD money"]),
        ("It cost 30 MEUR.", ["30 MEUR: 30000000–30000000 exact EUR money"]),
        ("It cost 3 dollars and 50 cents.", ["3 dollars and 50 cents: 3.5–3.5 exact USD money"]),
        ("It cost 15 dollars 50.", ["15 dollars 50: 15.5–15.5 exact USD money"]),
        ("It cost 7 dollars, 50 cows and a goat.", ["7 dollars: 7–7 exact USD money", "50: 50–50 exact 1 count"]),
        ("It closed at $76 US a barrel.", ["$76 US a barrel: 76–76 exact USD/[bbl_us] rate"]),
        ("It cost 20 million pounds.", ["20 million pounds: 20000000–20000000 exact GBP money"]),
        ("It cut 20 million pounds of debt.", ["20 million pounds: 20000000–20000000 exact GBP money"]),
        # shares
        ("It won 25.7% of the vote.", ["25.7%: 25.7–25.7 exact % share"]),
        ("It won 4.5 per cent of the vote.", ["4.5 per cent: 4.5–4.5 exact % share"]),
        ("She won with a vote percentage of 52.1 in the runoff.", ["percentage of 52.1: 52.1–52.1 exact % share"]),
        ("Per cent of twenty: 4.", ["Per cent of twenty: 20–20 exact % share", "4: 4–4 exact 1 count"]),
        ("What percent of 40 schools shut?", ["40: 40–40 exact 1 count"]),
        ("It rose two percentage points.", ["two percentage points: 2–2 exact % share"]),
        ("Half of the boats sank.", ["Half: 50–50 exact % share"]),
        ("Roughly a third of the boats sank.", ["Roughly a third: 33.33–33.33 about % share"]),
        ("Two-thirds of the boats sank.", ["Two-thirds: 66.67–66.67 exact % share"]),
        ("About one-third of the boats sank.", ["About one-third: 33.33–33.33 about % share"]),
        ("Three quarters of the boats sank.", ["Three quarters: 75–75 exact % share"]),
        ("One in five boats sank.", ["One in five: 20–20 exact % share"]),
        ("3 out of 4 boats sank.", ["3 out of 4: 75–75 exact % share"]),
        ("Less than one percent sank.", ["Less than one percent: 0–1 at_most % share"]),
        ("10% or more sank.", ["10% or more: 10– at_least % share"]),
        # measures
        ("It lies 25 kilometres (15 miles) off.", ["25 kilometres: 25–25 exact km measure", "15 miles: 15–15 exact [mi_i] measure"]),
        ("It lies about 1,200km (745 miles) off.", ["about 1,200km: 1200–1200 about km measure",
                                                    "745 miles: 745–745 about [mi_i] measure"]),
        ("It lies at least 10 miles (16 km) off.", ["at least 10 miles: 10– at_least [mi_i] measure", "16 km: 16– at_least km measure"]),
        ("It burned 200 acres.", ["200 acres: 200–200 exact [acr_us] measure"]),
        ("It burned 60 square kilometres.", ["60 square kilometres: 60–60 exact km2 measure"]),
        ("It burned 60 sq km.", ["60 sq km: 60–60 exact km2 measure"]),
        ("It spilled 4,500 tonnes.", ["4,500 tonnes: 4500–4500 exact t measure"]),
        ("It spilled 300 litres.", ["300 litres: 300–300 exact L measure"]),
        ("It fell to -31°C (-24°F).", ["-31°C: -31–-31 exact Cel measure", "-24°F: -24–-24 exact [degF] measure"]),
        ("It fell to minus 5 degrees Celsius.", ["minus 5 degrees Celsius: -5–-5 exact Cel measure"]),
        ("Winds of 110 km/h (70 mph).", ["110 km/h: 110–110 exact km/h measure", "70 mph: 70–70 exact [mi_i]/h measure"]),
        ("It flew at 840 kilometres per hour.", ["840 kilometres per hour: 840–840 exact km/h measure"]),
        ("It made 500 megawatts.", ["500 megawatts: 500–500 exact MW measure"]),
        ("It gave off 20 millisieverts.", ["20 millisieverts: 20–20 exact mSv measure"]),
        ("It holds 40 gigabytes.", ["40 gigabytes: 40–40 exact GBy measure"]),
        ("It lies 15 light-years off.", ["15 light-years: 15–15 exact [ly] measure"]),
        ("It covers half a mile.", ["half a mile: 0.5–0.5 exact [mi_i] measure"]),
        ("Eight-foot waves came.", ["Eight-foot: 8–8 exact [ft_i] measure"]),
        ("420 and 430 kilometres away.", ["420: 420–420 exact km measure", "430 kilometres: 430–430 exact km measure"]),
        ("A quake of magnitude 7.4 struck.", ["magnitude 7.4: 7.4–7.4 exact 1 measure"]),
        ("A 7.4-magnitude quake struck.", ["7.4-magnitude: 7.4–7.4 exact 1 measure"]),
        ("The magnitude of the quake was told as 7.4.", ["7.4: 7.4–7.4 exact 1 measure"]),
        ("They carried 20 pounds of rice.", ["20 pounds: 20–20 exact [lb_av] measure"]),
        ("The calf weighs 90 pounds.", ["90 pounds: 90–90 exact [lb_av] measure"]),
        ("A 500-pound bomb fell.", ["500-pound: 500–500 exact [lb_av] measure"]),
        ("She stands 5 feet 6 inches tall.", ["5 feet 6 inches: 5.5–5.5 exact [ft_i] measure"]),
        ("The wall is 5 ft 6 in high.", ["5 ft 6 in: 5.5–5.5 exact [ft_i] measure"]),
        ("A load of 20 (kg) fell.", ["20 (kg): 20–20 exact kg measure"]),
        ("The pump turns at 3,000 rpm.", ["3,000 rpm: 3000–3000 exact {rev}/min measure"]),
        ("It fell to minus-5 degrees Celsius.", ["minus-5 degrees Celsius: -5–-5 exact Cel measure"]),
        ("A gap of 7.5mm barred it.", ["7.5mm: 7.5–7.5 exact mm measure"]),
        ("The plank is 12 m 2 dm long.", ["12 m: 12–12 exact m measure", "2 dm: 2–2 exact dm measure"]),
        # durations and dates
        ("The siege lasted 14 days.", ["14 days: 14–14 exact d duration"]),
        ("A two-day summit began.", ["two-day: 2–2 exact d duration"]),
        ("It took 4 hours, 30 minutes.", ["4 hours, 30 minutes: 4.5–4.5 exact h duration"]),
        ("They waited two more days.", ["two more days: 2–2 exact d duration"]),
        ("A decades-old feud ended.", ["decades-old: 20–99 vague a duration"]),
        ("It broke two weeks ago.", []),
        ("It will end within a month.", []),
        ("It was the worst flood in 30 years.", []),
        # ages
        ("A 37-year-old sailor drowned.", ["37-year-old: 37–37 exact a age"]),
        ("Port, 40, attended.", ["40: 40–40 exact a age"]),
        ("Jane Roe (31) attended.", ["31: 31–31 exact a age"]),
        ("The sailor, aged 34, drowned.", ["34: 34–34 exact a age"]),
        ("The teens, aged 15 and 16, drowned.", ["15: 15–15 exact a age", "16: 16–16 exact a age"]),
        ("They were aged 80 to 96.", ["80 to 96: 80–96 between a age"]),
        ("She died at the age of 105.", ["105: 105–105 exact a age"]),
        ("A man in his seventies drowned.", ["in his seventies: 70–79 vague a age"]),
        ("A woman in her late 40s drowned.", ["in her late 40s: 47–49 vague a age"]),
        ("An eleven-month-old baby drowned.", ["eleven-month-old: 11–11 exact mo age"]),
        ("Smokers over age 50 cough.", ["over age 50: 50– at_least a age"]),
        # rates and ratios
        ("It earns $12 an hour.", ["$12 an hour: 12–12 exact USD/h rate"]),
        ("Oil sold at $68 per barrel.", ["$68 per barrel: 68–68 exact USD/[bbl_us] rate"]),
        ("Trains leave two per week.", ["two per week: 2–2 exact 1/wk rate"]),
        ("They hold 40 hours per week.", ["40 hours per week: 40–40 exact h/wk rate"]),
        ("They were 320,000 a year earlier.", ["320,000: 320000–320000 exact 1 count"]),
        ("The rate is 5 per 100,000.", ["5 per 100,000: 5–5 exact 1/100000 rate"]),
        ("It pays GBP 4.85 (EUR 7.03) per hour.", ["GBP 4.85: 4.85–4.85 exact GBP/h rate", "EUR 7.03: 7.03–7.03 exact EUR/h rate"]),
        ("It is three times as tall.", ["three times: 3–3 exact 1 ratio"]),
        ("They came three times.", ["three: 3–3 exact 1 count"]),
        ("They came twice.", ["twice: 2–2 exact 1 count"]),
        ("It is twice as tall.", ["twice: 2–2 exact 1 ratio"]),
        ("The town doubled its taxes.", ["doubled: 2–2 exact 1 ratio"]),
        ("It grew tenfold.", ["tenfold: 10–10 exact 1 ratio"]),
    ],
)  # fmt: skip
def test_amounts(sentence, expected):
    assert told(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "They met on 4 July 2005.",
        "They met on July 4, 2005.",
        "They met on the 4 of July.",
        "They met in 2005.",
        "The 2008 elections were held.",
        "It ran from 1999-2003.",
        "The 2009–10 season began.",
        "The 1980s were dry.",
        "It was nineteen eighty-four.",
        "They met at 12:41 p.m. and 8 a.m.",
        "They met at 1430 UTC.",
        "They met at 07.20.",
        "They will meet in 2114.",
        "It happened on 2006-07-22.",
        "The bill of 03/04/2022 failed.",
        "They met on Aug. 14.",
        "The wall was built in 500 BC, the gate in A.D. 800.",
        "It was the 3rd and the 21st try.",
        "A Boeing 737 landed.",
        "Boeing 737.",
        "The Boeing 737 landed on Sunday, in April.",
        "An MH-65 helicopter landed.",
        "A 5G mast fell on an iPhone 11 and broke.",
        "The G7 met.",
        "COVID-19 spread.",
        "Route 66 was closed.",
        "Flight 587 crashed.",
        "Resolution 1718 was passed.",
        "Stage two upgrades began.",
        "Phase three began on lap 35.",
        "Subway lines 4, 5 and 6 were shut.",
        "See page 12 and Article 5.",
        "It stands at 428 Jersey Street.",
        "Call +1-514-555-2880 or 514-555-2806.",
        "The Reds won 3-2.",
        "The house voted 52 to 48.",
        "They lost by a score of 4–1.",
        "1) Wash your hands.",
        "2. Wash your hands.",
        "Her friends heard Three Days Grace and later watched BBC Two with their parents.",
        "See http://example.org/2024/12 or write to a12@example.org.",
        "It lies at 16.9 N.",
        "#2 came first.",
        "Use code 0049 for help.",
        "He bowled a 129.",
        "The second half was calm.",
        "The address is 21 Rue Royale.",
        "The flag hung at half-mast.",
        "There was zero tolerance.",
        "Marwick kicked 7-27 (69) to win.",
        "The bank asks for two-factor authentication.",
        "It was a five-alarm blaze.",
        "The account of Kelpin 2.0 was closed.",
        "the exams of march 20 to april 4 are off, as were those since 5 june",
        "The interview with 60 Minutes was late.",
        "The 3-D printer broke in two.",
        "The couple spoke, and the married couple left.",
        "The quake, which struck at 1353 (1023 GMT), was felt.",
        "A one-time minister spoke.",
        "They met for a one-on-one talk.",
        "The call was a one-off.",
        "Police drove to the 1200 block of Pier Road.",
        "The office gave a lower one still.",
        "The 911 call was heard.",
        "He fired a .380 caliber pistol.",
        "The list calls for versions 8.1 of it.",
        "A double murder and a triple jump.",
        "The album Scores came out.",
        "12345678901234567890123 stars shine.",
        "1e999 is no number.",
        "It weighed 1.2.3.4 in version 2.0.1.",
        "At one point he drove a 4×4 and a four-by-four into the shop.",
        "The firm Vesk (6758.T) builds Model 3 cars.",
        "They are open 24/7 since 9/11.",
        "If no survivors are found, no one was sure, and this one said that one day one might return.",
    ],
)
def test_what_is_no_amount(sentence):
    assert told(sentence) == []


def test_a_conversion_is_marked():
    assert [q.bracketed for q in quantities("It lies 25 km (16 mi) off.")] == [False, True]


def test_a_pronoun_is_marked():
    assert [q.pronoun for q in quantities("One of them fled.")] == [True]
    assert [q.pronoun for q in quantities("At least one of them fled.")] == [False]


def test_a_dating_span_is_marked():
    assert [q.dating for q in quantities("It broke two weeks ago.")] == [True]


def test_headlines_in_capitals_count_too():
    assert told("Blast Kills Two In Market As Thousands Flee") == ["Two: 2–2 exact 1 count", "Thousands: 1000–9999 vague 1 count"]


@given(st.text(alphabet="0123456789,.½/-–$€%() abdhkmoprstxyz'\"\n", max_size=80))
@settings(max_examples=300, deadline=None)
@example("$0b$0")
def test_any_string_reads_without_harm(words):
    last = 0
    for q in quantities(words):
        assert 0 <= q.start <= q.number_start < q.number_end <= len(words)
        assert q.start < q.end <= len(words) and q.start >= last
        assert all(x is None or math.isfinite(x) for x in (q.low, q.high))
        assert q.low is None or q.high is None or q.low <= q.high
        assert q.low is not None or q.high is not None
        last = q.number_end


@given(st.integers(0, 10**15))
@settings(max_examples=200, deadline=None)
def test_digits_with_commas_mean_themselves(number):
    read = quantities(f"They counted {number:,} birds.")
    assert [q.low for q in read] == [number]


@pytest.mark.parametrize("words", ["one " * 4000, "1," * 4000, "1.1" * 3000, "$" * 8000, "at least " * 3000, "9" * 9000, "½" * 5000])
def test_long_nonsense_is_read_in_little_time(words):
    started = time.perf_counter()
    quantities(words)
    assert time.perf_counter() - started < 2
