// A page that only hands something on sends itself; without scripts its button does.
document.querySelector("form[data-send]")?.requestSubmit();
