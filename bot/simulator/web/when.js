/** Days and times as people of each language write them, in the zone of the person one is being. */

import { tag } from "./dom.js";

const DAYS = {
  en: (d) => `${d.weekday} ${d.day} ${d.monthName}`,
  ko: (d) => `${d.month}월 ${d.day}일(${d.weekday})`,
  ja: (d) => `${d.month}月${d.day}日(${d.weekday})`,
  zh_Hans: (d) => `${d.month}月${d.day}日（${d.weekday}）`,
  zh_Hant: (d) => `${d.month}月${d.day}日（${d.weekday}）`,
};

const WITH_YEAR = {
  en: (date, year) => `${date} ${year}`,
  ko: (date, year) => `${year}년 ${date}`,
  ja: (date, year) => `${year}年${date}`,
  zh_Hans: (date, year) => `${year}年${date}`,
  zh_Hant: (date, year) => `${year}年${date}`,
};

const formats = new Map();

function format(language, zone, options) {
  const locale = language === "en" ? "en-GB" : tag(language);
  const key = JSON.stringify([locale, zone, options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }));
  return formats.get(key);
}

function part(moment, language, zone, options) {
  const [name] = Object.keys(options);
  return format(language, zone, options)
    .formatToParts(moment)
    .find(({ type }) => type === name).value;
}

/** `09:05` */
export function time(moment, zone) {
  return format("en", zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment);
}

/** `2027-02-10`: the same for two moments of one day in this zone. */
export function dayKey(moment, zone) {
  const number = (name) => part(moment, "en", zone, { [name]: name === "year" ? "numeric" : "2-digit" });
  return `${number("year")}-${number("month").padStart(2, "0")}-${number("day").padStart(2, "0")}`;
}

/** `Wed 10 February`, `2월 10일(수)` */
export function day(moment, language, zone) {
  return (DAYS[language] || DAYS.en)({
    weekday: part(moment, language, zone, { weekday: "short" }),
    day: Number(part(moment, "en", zone, { day: "numeric" })),
    month: Number(part(moment, "en", zone, { month: "numeric" })),
    monthName: part(moment, "en", zone, { month: "long" }),
  });
}

/** The same where there is little room: `Wed 10 Feb`. */
export function shortDay(moment, language, zone) {
  const long = day(moment, language, zone).replace("（", "(").replace("）", ")");
  if (language !== "en") return long;
  return long.replace(
    part(moment, "en", zone, { month: "long" }),
    part(moment, "en", zone, { month: "short" }),
  );
}

/** The same with its year. */
export function fullDay(moment, language, zone) {
  const year = part(moment, "en", zone, { year: "numeric" });
  return (WITH_YEAR[language] || WITH_YEAR.en)(day(moment, language, zone), year);
}

/** The zone as people call it: `Germany Time`, `日本時間`. */
export function zoneName(moment, language, zone) {
  return part(moment, language, zone, { timeZoneName: "shortGeneric" });
}
