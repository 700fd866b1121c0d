/** Draws the map from the list beside it: the list is what is true, and it works without the map. */

const frame = document.getElementById("map");
const views = document.getElementById("views");
const ROUND = { fillOpacity: 1, weight: 1, className: "bubble" };
const NEAR = 4; // degrees, on the map of the world
const KOREA = [
  [33.1, 124.6],
  [38.65, 131.95],
];
const WORLD = [
  [-50, -125],
  [66, 165],
];
const TOUCH = matchMedia("(pointer: coarse)").matches; // there, one finger scrolls the page
const CALM = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The cities of the list, with what is said of them there. */
const cities = [...document.querySelectorAll("[data-place]")].map((item) => ({
  key: item.dataset.place,
  at: item.dataset.at.split(",").map(Number),
  n: Number(item.dataset.n),
  link: item.querySelector("a"),
  count: item.querySelector("span").textContent,
}));

/** TopoJSON's arcs, whole and in degrees, become rings of GeoJSON. */
function features(topology) {
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([across, up]) => {
      x += across;
      y += up;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
  const ring = (numbers) =>
    numbers.flatMap((number, place) => {
      const arc = number < 0 ? [...arcs[~number]].reverse() : arcs[number];
      return place ? arc.slice(1) : arc;
    });
  const polygon = (rings) => rings.map(ring);
  return topology.objects.places.geometries.map(({ id, type, arcs: shape }) => ({
    type: "Feature",
    id,
    properties: {},
    geometry: { type, coordinates: type === "Polygon" ? polygon(shape) : shape.map(polygon) },
  }));
}

const fetched = {};
const shapes = (name) =>
  (fetched[name] ??= fetch(frame.dataset[name])
    .then((answer) => answer.json())
    .then(features));

/** 0, 1, 2 to 4, 5 and more. */
const step = (n) => (n > 4 ? 5 : n > 1 ? 2 : n);

/** What is said of cities where they are touched: ways to them, with how much each does. */
function about(some) {
  const list = document.createElement("ul");
  for (const { link, count } of some) {
    const item = document.createElement("li");
    item.append(link.cloneNode(true), ` ${count}`);
    list.append(item);
  }
  return list;
}

const FIRST = 3; // that are named where they are only pointed at
const names = (some) =>
  some
    .slice(0, FIRST)
    .map(({ link, count }) => `${link.textContent} ${count}`)
    .join(" · ") + (some.length > FIRST ? " …" : "");

function named(layer, some) {
  layer.bindPopup(() => about(some), { closeButton: false, maxHeight: 200 });
  if (!TOUCH) layer.bindTooltip(() => names(some)).on("popupopen", () => layer.closeTooltip());
  return layer;
}

function districts(areas) {
  const byKey = new Map(cities.map((city) => [city.key, city]));
  return L.geoJSON(areas, {
    style: ({ id }) => ({ weight: 0.6, fillOpacity: 1, className: `district step-${step(byKey.get(id)?.n ?? 0)}` }),
    onEachFeature: ({ id }, layer) => byKey.has(id) && named(layer, [byKey.get(id)]),
  });
}

const bubble = (some, radius) => named(L.circleMarker(some[0].at, { ...ROUND, radius }), some);
const sized = (n) => Math.min(4 + 2 * Math.sqrt(n), 16);

/** Cities so near each other that their bubbles would hide each other share one, the one that does most first. */
function neighbours(told) {
  const groups = [];
  for (const city of told.sort((one, other) => other.n - one.n)) {
    const near = ([{ at }]) => Math.hypot(at[0] - city.at[0], at[1] - city.at[1]) < NEAR;
    const group = groups.find(near);
    if (group) group.push(city);
    else groups.push([city]);
  }
  return groups;
}

async function korea() {
  const areas = await shapes("korea");
  const drawn = new Set(areas.map(({ id }) => id));
  // Provinces have no district of their own.
  const others = cities.filter(({ key, n }) => key.startsWith("kr.") && !drawn.has(key) && n);
  return L.layerGroup([districts(areas), ...others.map((city) => bubble([city], 6))]);
}

async function world() {
  const land = L.geoJSON(await shapes("world"), { interactive: false, weight: 0, fillOpacity: 1, className: "land" });
  const groups = neighbours(cities.filter(({ n }) => n));
  const all = (some) => some.reduce((sum, { n }) => sum + n, 0);
  return L.layerGroup([land, ...groups.map((some) => bubble(some, sized(all(some))))]);
}

const PARTS = { korea: { draw: korea, bounds: KOREA }, world: { draw: world, bounds: WORLD } };

class Atlas {
  constructor() {
    frame.replaceChildren();
    this.map = L.map(frame, {
      attributionControl: false,
      zoomControl: false,
      scrollWheelZoom: false,
      fadeAnimation: false,
      zoomAnimation: !CALM,
      dragging: !TOUCH,
      zoomSnap: 0.1,
      minZoom: 0,
      maxZoom: 12,
      maxBoundsViscosity: 0.8,
    });
    L.control.zoom({ zoomInTitle: frame.dataset.in, zoomOutTitle: frame.dataset.out }).addTo(this.map);
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", frame.dataset.label);
    for (const name of Object.keys(PARTS)) this.offer(name);
  }

  offer(name) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.view = name;
    button.textContent = views.dataset[name];
    button.addEventListener("click", () => this.show(name));
    views.append(button);
  }

  async show(name) {
    const { draw, bounds } = PARTS[name];
    for (const button of views.children) button.setAttribute("aria-pressed", String(button.dataset.view === name));
    const layer = await draw();
    this.layer?.remove();
    this.layer = layer;
    this.map.setMaxBounds(null).fitBounds(bounds, { animate: false });
    this.map.setMaxBounds(L.latLngBounds(bounds).pad(0.6));
    layer.addTo(this.map);
    frame.parentElement.dataset.shown = name;
  }
}

if (frame.dataset.korea && frame.dataset.world) {
  const abroad = cities.filter(({ key, n }) => n && !key.startsWith("kr.")).length;
  const home = cities.filter(({ key, n }) => n && key.startsWith("kr.")).length;
  const without = frame.firstElementChild;
  new Atlas().show(home >= abroad ? "korea" : "world").catch(() => frame.replaceChildren(without));
}
