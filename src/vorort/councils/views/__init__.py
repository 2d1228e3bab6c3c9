"""Pages of bodies. Each asks how far its reader may read before it shows anything."""
