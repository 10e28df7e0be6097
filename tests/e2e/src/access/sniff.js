// HTML CodeSniffer sees no shadow roots: each screen is laid out as a document of its own, in a frame, and judged
// there. Without its styles, so that contrast is axe-core's alone.
(() => {
  const { screens, told } = access;
  const CONTRAST = /Guideline1_4\.1_4_(3|6|11)/;
  const ERROR = 1;

  const judge = (frame, screen) => new Promise((done, fail) => {
    const page = frame.contentDocument;
    page.documentElement.lang = document.documentElement.lang;
    page.title = screen.name;
    const title = page.createElement('h1');
    title.textContent = screen.name;
    page.body.replaceChildren(title, page.importNode(screen.card, true));
    HTMLCS.process('WCAG2AA', page, () => done(HTMLCS.getMessages()
      .filter(({ type, code }) => type === ERROR && !CONTRAST.test(code))
      .map(({ element, code, msg }) => told(screen, element, `${code} ${msg}`))), fail);
  });

  access.sniffed = async () => {
    const frame = document.createElement('iframe');
    frame.hidden = true;
    document.body.append(frame);
    const complaints = [];
    for (const screen of screens()) complaints.push(...await judge(frame, screen));
    frame.remove();
    return complaints;
  };
})();
