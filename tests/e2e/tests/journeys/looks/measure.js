// Every element of every screen: where it stands in its card, and what it looks like.
const looks = ['color', 'backgroundColor', 'fontSize', 'fontWeight', 'fontStyle', 'fontFamily', 'fontVariantCaps', 'lineHeight', 'letterSpacing', 'wordSpacing', 'textTransform',
  'textAlign', 'textIndent', 'textShadow', 'whiteSpaceCollapse', 'wordBreak', 'hyphens', 'listStyleType', 'cursor', 'visibility', 'display', 'opacity', 'direction', 'borderTopColor', 'borderTopWidth',
  'borderTopLeftRadius', 'paddingTop', 'paddingInlineStart', 'marginTop', 'position', 'boxSizing', 'fill', 'stroke', 'minHeight', 'outlineStyle', 'transform'];
return Object.fromEntries([...document.querySelectorAll('[data-screen]')].map((host) => {
  const card = host.shadowRoot.querySelector('.card');
  const home = card.getBoundingClientRect();
  const all = [card, ...card.querySelectorAll('*')];
  return [host.dataset.screen, all.map((element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return {
      name: `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} ${element.dataset?.action ?? ''}`,
      box: box.width || box.height ? [box.x - home.x, box.y - home.y, box.width, box.height] : [0, 0, 0, 0],
      looks: Object.fromEntries(looks.map((name) => [name, style[name]])),
    };
  })];
}));
