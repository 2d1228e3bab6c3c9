"""Pages of minutes. Each asks how far its reader may read before it shows anything."""
