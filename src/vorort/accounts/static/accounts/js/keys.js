// Security keys and passkeys: the browser speaks with the key, the answer goes into the form.
// What holds these forms is hidden until we know that this browser can.
const forms = document.querySelectorAll("form[data-key]");
const able = window.isSecureContext && window.PublicKeyCredential;

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  if (!buffer) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// What the server wrote as text becomes the bytes that the browser wants.
function options(written) {
  const made = { ...written.publicKey, challenge: bytes(written.publicKey.challenge) };
  if (made.user) made.user = { ...made.user, id: bytes(made.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"])
    if (made[list]) made[list] = made[list].map((known) => ({ ...known, id: bytes(known.id) }));
  return { publicKey: made };
}

function answer(credential) {
  const given = credential.response;
  const response = { clientDataJSON: text(given.clientDataJSON) };
  if (given.attestationObject) {
    response.attestationObject = text(given.attestationObject);
    response.transports = given.getTransports?.() ?? [];
  } else {
    response.authenticatorData = text(given.authenticatorData);
    response.signature = text(given.signature);
    response.userHandle = text(given.userHandle);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function ask(form) {
  const status = form.querySelector("[data-key-status]");
  status.textContent = "";
  try {
    const wanted = options(JSON.parse(form.dataset.options));
    const credential = await navigator.credentials[form.dataset.key](wanted);
    form.elements.credential.value = JSON.stringify(answer(credential));
    form.submit();
  } catch {
    status.textContent = form.dataset.failed;
  }
}

if (able) {
  for (const form of forms) {
    form.parentElement.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  }
  for (const words of document.querySelectorAll("[data-key-missing]")) words.hidden = true;
}
