"""Every error hearsay raises. A message says what happened, to what, and what to do next; its parts are attributes."""


class HearsayError(Exception):
    """Base of all errors of hearsay.

    Args:
        message: one line: what, where, what we did, the exact fix.
        code: stable code of docs/reference/messages.md (``S201``), or None.
        parts: whatever the message was made of; each becomes an attribute.
    """

    def __init__(self, message: str, *, code: str | None = None, **parts: object) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        for name, value in parts.items():
            setattr(self, name, value)


class SettingsError(HearsayError):
    """An unknown knob or a bad value."""


class ReadError(HearsayError):
    """A source that cannot be read; becomes a Failure row under its code."""


class UnknownFormat(ReadError):
    """A source whose bytes are of no format we read."""


class TextError(HearsayError):
    """A place in a text that cannot be."""


class SpanError(TextError):
    """A span that is empty, reversed or outside its text."""


class EvidenceError(TextError):
    """A quote that does not stand where its evidence says (.evidence, .found)."""


class ModelError(HearsayError):
    """Weights that cannot be used."""


class ModelMissing(ModelError):
    """No weights where they should be."""


class ModelMismatch(ModelError):
    """Weights whose digest or heads are not those asked for."""


class LedgerError(HearsayError):
    """A ledger that cannot be used."""


class SchemaError(LedgerError):
    """A file that is no ledger, or one of a newer format."""


class LedgerLocked(LedgerError):
    """Another process is writing (.pid, .since)."""


class LedgerDamaged(LedgerError):
    """A ledger whose file or rows do not add up."""


class NoRoom(LedgerError):
    """The disk is full."""


class QueryError(LedgerError):
    """A question the ledger cannot answer."""


class EngineError(HearsayError):
    """Work that could not be carried out."""


class ShardFailed(EngineError):
    """A shard that failed as a whole (.stage, .shard)."""


class ExportError(HearsayError):
    """An export that could not be written."""


class PluginError(HearsayError):
    """A plug-in whose name is taken or whose need is not met."""
