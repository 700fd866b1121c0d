/** Draws the map from the list beside it: the list is what is true, and it works without the map. */

/* global L */

const frame = document.getElementById("map");
const views = document.getElementById("views");
const CURVED = { fillOpacity: 1, weight: 1, className: "bubble" };
const KOREA = [
  [33.1, 124.6],
  [38.65, 131.95],
];
const WORLD = [
  [-50, -125],
  [66, 165],
];
const TOUCH = matchMedia("(pointer: coarse)").matches; // there, one finger scrolls the page

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

/** What is said of a city where it is pointed at or touched. */
function about(city) {
  const box = document.createElement("p");
  box.append(city.link.cloneNode(true), ` ${city.count}`);
  return box;
}

const named = (layer, city) =>
  layer.bindPopup(() => about(city), { closeButton: false }).bindTooltip(`${city.link.textContent} ${city.count}`);

function districts(areas) {
  const byKey = new Map(cities.map((city) => [city.key, city]));
  return L.geoJSON(areas, {
    style: ({ id }) => ({ weight: 0.6, fillOpacity: 1, className: `district step-${step(byKey.get(id)?.n ?? 0)}` }),
    onEachFeature: ({ id }, layer) => byKey.has(id) && named(layer, byKey.get(id)),
  });
}

const bubble = (city, radius) => named(L.circleMarker(city.at, { ...CURVED, radius }), city);
const sized = (n) => Math.min(4 + 2 * Math.sqrt(n), 16);

async function korea() {
  const areas = await shapes("korea");
  const drawn = new Set(areas.map(({ id }) => id));
  // Provinces have no district of their own.
  const others = cities.filter(({ key, n }) => key.startsWith("kr.") && !drawn.has(key) && n);
  return L.layerGroup([districts(areas), ...others.map((city) => bubble(city, 6))]);
}

async function world() {
  const land = L.geoJSON(await shapes("world"), { interactive: false, weight: 0, fillOpacity: 1, className: "land" });
  const told = cities.filter(({ n }) => n).sort((one, other) => other.n - one.n);
  return L.layerGroup([land, ...told.map((city) => bubble(city, sized(city.n)))]);
}

const PARTS = { korea: { draw: korea, bounds: KOREA }, world: { draw: world, bounds: WORLD } };

class Atlas {
  constructor() {
    frame.replaceChildren();
    this.map = L.map(frame, {
      attributionControl: false,
      zoomControl: false,
      scrollWheelZoom: false,
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
