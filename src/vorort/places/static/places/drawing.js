// Draws districts on the outline of the town and writes them as lines into the field below.
// The field is what is sent: without this file the same lines are typed by hand.

const root = document.querySelector("[data-drawing]");
const field = document.getElementById("id_districts");

if (root && field) {
  const words = root.dataset;
  const map = root.querySelector("svg");
  const part = (name) => root.querySelector(`[data-${name}]`);
  const nameField = root.querySelector("#zeichnen-name");
  const box = map.viewBox.baseVal;
  const SVG = "http://www.w3.org/2000/svg";
  // Ten pixels on the screen: near enough to mean the same point.
  const SNAP_PX = 10;
  let corners = [];
  let drawing = false;
  let cross = { x: box.x + box.width / 2, y: box.y + box.height / 2 };

  const say = (text, values = {}) => {
    part("words").textContent = Object.entries(values).reduce(
      (done, [key, value]) => done.replace(`{${key}}`, value),
      text,
    );
  };
  const scale = () => box.width / map.getBoundingClientRect().width || 1;

  // A line of the field: name, and corners in metres. What is typed otherwise stays untouched.
  const read = () =>
    field.value
      .split("\n")
      .filter((line) => line.trim())
      .map((line) => {
        const [name, rest = ""] = line.split(/;(.*)/s);
        const pairs = rest.split(/,\s+/).map((pair) => pair.trim().split(/\s+/).map(Number));
        const metres = pairs.every((pair) => pair.length === 2 && pair.every((n) => Math.abs(n) > 180));
        return { name: name.trim(), line, points: metres ? pairs : [] };
      });
  const write = (districts) => {
    field.value = districts.map((one) => one.line).join("\n");
    show();
  };
  const lineOf = (name, points) =>
    points.length
      ? `${name}; ${points.map(([x, y]) => `${Math.round(x)} ${Math.round(y)}`).join(", ")}`
      : name;

  const element = (name, attributes, text) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    return made;
  };
  const pathOf = (points, close) =>
    points.length ? `M${points.map(([x, y]) => `${x} ${-y}`).join("L")}${close ? "Z" : ""}` : "";

  const show = () => {
    const districts = read();
    part("districts").replaceChildren(
      ...districts
        .filter((one) => one.points.length > 2)
        .flatMap((one) => {
          const middle = one.points.reduce(([a, b], [x, y]) => [a + x, b + y], [0, 0]);
          return [
            element("path", { class: "vo-drawing__district", d: pathOf(one.points, true) }),
            element(
              "text",
              {
                class: "vo-drawing__name",
                x: middle[0] / one.points.length,
                y: -middle[1] / one.points.length,
                "font-size": 13 * scale(),
              },
              one.name,
            ),
          ];
        }),
    );
    part("list").replaceChildren(...districts.map(item));
    part("line").setAttribute("d", pathOf(corners, false));
    part("corners").replaceChildren(
      ...corners.map(([x, y]) =>
        element("circle", { class: "vo-drawing__corner", cx: x, cy: -y, r: 4 * scale() }),
      ),
    );
    const arm = 10 * scale();
    part("cross").setAttribute(
      "d",
      drawing
        ? `M${cross.x - arm} ${cross.y}h${2 * arm}M${cross.x} ${cross.y - arm}v${2 * arm}`
        : "",
    );
    part("close").hidden = part("cancel").hidden = !drawing;
    part("start").hidden = part("name-only").hidden = drawing;
  };

  const button = (label, name, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "vo-link-button";
    made.textContent = label;
    const whom = document.createElement("span");
    whom.className = "kern-sr-only";
    whom.textContent = `: ${name}`;
    made.append(whom);
    made.addEventListener("click", act);
    return made;
  };
  const item = (one) => {
    const made = document.createElement("li");
    made.className = "vo-drawing__item";
    const label = document.createElement("span");
    label.textContent = one.name + (one.line.includes(";") ? "" : ` (${words.noArea})`);
    made.append(
      label,
      button(words.redraw, one.name, () => start(one.name)),
      button(words.remove, one.name, () => {
        write(read().filter((other) => other.name !== one.name));
        say(words.removed, { name: one.name });
        nameField.focus();
      }),
    );
    return made;
  };

  const start = (name) => {
    if (!name) {
      say(words.noName);
      nameField.focus();
      return;
    }
    nameField.value = name;
    corners = [];
    drawing = true;
    say(words.started);
    show();
    map.focus();
  };
  const stop = () => {
    corners = [];
    drawing = false;
    show();
  };
  const close = () => {
    const name = nameField.value.trim();
    if (corners.length < 3) {
      say(words.few);
      map.focus();
      return;
    }
    const line = lineOf(name, corners);
    const others = read();
    const there = others.findIndex((one) => one.name === name);
    if (there >= 0) others[there] = { line };
    else others.push({ line });
    corners = [];
    drawing = false;
    nameField.value = "";
    write(others);
    say(words.closed, { name });
    nameField.focus();
  };

  // The nearest corner of a line that is there already, if it is near enough.
  const known = [...map.querySelectorAll(".vo-drawing__town")].flatMap((path) =>
    (path.getAttribute("d").match(/-?\d+ -?\d+/g) || []).map((pair) => {
      const [x, y] = pair.split(" ").map(Number);
      return [x, -y];
    }),
  );
  const snapped = ([x, y]) => {
    const near = [...known, ...read().flatMap((one) => one.points)]
      .map((point) => [Math.hypot(point[0] - x, point[1] - y), point])
      .filter(([distance]) => distance < SNAP_PX * scale())
      .sort((a, b) => a[0] - b[0]);
    return near.length ? near[0][1] : [x, y];
  };
  const add = (x, y) => {
    corners.push(snapped([x, -y]));
    say(words.corner, { n: corners.length });
    show();
  };

  part("start").addEventListener("click", () => start(nameField.value.trim()));
  part("name-only").addEventListener("click", () => {
    const name = nameField.value.trim();
    if (!name) {
      say(words.noName);
      nameField.focus();
      return;
    }
    if (!read().some((one) => one.name === name)) write([...read(), { line: name }]);
    nameField.value = "";
    nameField.focus();
  });
  part("close").addEventListener("click", close);
  part("cancel").addEventListener("click", stop);
  map.addEventListener("click", (event) => {
    if (!drawing) return;
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(
      map.getScreenCTM().inverse(),
    );
    cross = { x: point.x, y: point.y };
    add(point.x, point.y);
  });
  map.addEventListener("keydown", (event) => {
    if (!drawing) return;
    const step = (event.shiftKey ? 40 : 8) * scale();
    const moves = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    if (moves[event.key]) {
      cross = { x: cross.x + moves[event.key][0], y: cross.y + moves[event.key][1] };
    } else if (event.key === "Enter") {
      event.preventDefault();
      add(cross.x, cross.y);
      return;
    } else if (event.key === "Backspace") {
      corners.pop();
      say(words.back, { n: corners.length });
    } else if (event.key === "Escape") {
      stop();
      nameField.focus();
      return;
    } else {
      return;
    }
    event.preventDefault();
    show();
  });
  nameField.addEventListener("keydown", (event) => {
    // Enter in the name begins to draw; it never sends the form half done.
    if (event.key === "Enter") {
      event.preventDefault();
      start(nameField.value.trim());
    }
  });
  field.addEventListener("input", show);
  root.hidden = false;
  show();
}
