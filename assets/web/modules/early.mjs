// Runs before the first paint, so that a chosen appearance never flashes the other one.
try {
  const theme = localStorage.getItem('keqian.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden: the device's own appearance is used.
}
