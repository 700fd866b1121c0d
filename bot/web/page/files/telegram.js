/** Inside Telegram, the page takes over Telegram's colours and says that it is ready. Elsewhere this does nothing. */

const KEPT = "telegram"; // Telegram tells it once, in the first address; it is kept for the pages after it

function told() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (given.has("tgWebAppVersion")) sessionStorage.setItem(KEPT, given.get("tgWebAppThemeParams") || "{}");
  return JSON.parse(sessionStorage.getItem(KEPT) || "null");
}

/** Telegram listens in another place on each kind of device. */
function tell(event, data = {}) {
  const detail = JSON.stringify(data);
  if (window.TelegramWebviewProxy) window.TelegramWebviewProxy.postEvent(event, detail);
  else if (window.external && "notify" in window.external) {
    window.external.notify(JSON.stringify({ eventType: event, eventData: data }));
  } else if (parent !== window) {
    parent.postMessage(JSON.stringify({ eventType: event, eventData: data }), "https://web.telegram.org");
  }
}

const isDark = (colour) => {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
};

function dress(theme) {
  if (/^#[0-9a-f]{6}$/i.test(theme.bg_color)) document.documentElement.dataset.scheme = isDark(theme.bg_color) ? "dark" : "light";
}

try {
  const theme = told();
  if (theme) {
    dress(theme);
    tell("web_app_ready");
    tell("web_app_expand");
  }
} catch {
  // A browser that keeps nothing, or an address that says something else: the page looks as everywhere.
}
