// What a person chose on this device: language, appearance, campaign, unit. Storage may be
// forbidden or full; then a choice lives as long as the page.
const kPrefix = 'keqian.';
const unsaved = new Map();

export function choice(name) {
  if (unsaved.has(name)) return unsaved.get(name);
  try {
    return localStorage.getItem(kPrefix + name);
  } catch {
    return null;
  }
}

export function choose(name, value) {
  try {
    if (value === null) localStorage.removeItem(kPrefix + name);
    else localStorage.setItem(kPrefix + name, value);
    unsaved.delete(name);
  } catch {
    unsaved.set(name, value);
  }
}

// "zh" unless English was chosen or is the first language of the device.
export function chosenLanguage() {
  const chosen = choice('language');
  if (chosen === 'zh' || chosen === 'en') return chosen;
  return /^en\b/i.test(navigator.language ?? '') ? 'en' : 'zh';
}

const darkDevice = matchMedia('(prefers-color-scheme: dark)');

// "light" or "dark" when chosen, else "auto".
export function chosenTheme() {
  const chosen = choice('theme');
  return chosen === 'light' || chosen === 'dark' ? chosen : 'auto';
}

// The appearance in force stands on the root element; styles read nothing else.
export function applyTheme() {
  const chosen = chosenTheme();
  const dark = chosen === 'dark' || (chosen === 'auto' && darkDevice.matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

export function onDeviceTheme(listener) {
  darkDevice.addEventListener('change', listener);
}
