// What the work area loads; every page works without it.
import "./menu.js";
import "./errors.js";
import "./autosave.js";
import "./htmx-setup.js";
import "./once.js";
import "./sortable.js";
