// For browsers without a log that a test can read: the page itself tells what went wrong, at once, so that it
// is known even when the page ends in the same moment.
(() => {
  const tell = (what) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/e2e/complaint', false);
    request.send(what);
  };
  const told = (value) => (value instanceof Error ? `${value}\n${value.stack}` : String(value));
  addEventListener('error', ({ message, error }) => tell(`error: ${error ? told(error) : message}`));
  addEventListener('unhandledrejection', ({ reason }) => tell(`rejection: ${told(reason)}`));
  const { error } = console;
  console.error = (...words) => {
    tell(words.map(told).join(' '));
    error.apply(console, words);
  };
})();
