"""Parts of the table of access, one module per app: ``ACCESS``, ``OF_THE_TOWN``, ``plant``."""
