// What is marked up: headings, fields with their purpose and their error, language, live regions.
(() => {
  const { each, isSeen } = access;
  const PURPOSES = { password: 'current-password', phone: 'tel', code: 'one-time-code', 'recovery-code': 'off', 'reset-code': 'off', check: 'off', username: 'username', email: 'email', 'new-password': 'new-password', 'repeat-password': 'new-password' };
  /** What a hardware token in a manager's hand shows is no code of their own. */
  const isOfToken = (input) => input.dataset.field === 'code' && input.closest('[data-view="admin"]');
  /** Nothing is to be done there yet, or any more. */
  const PASSING = ['opening', 'passed'];

  access.headings = each(({ root, card }) => {
    const levels = [...root.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ localName }) => Number(localName[1]));
    const titles = levels.filter((level) => level === 2).length;
    const wanted = PASSING.includes(card.dataset.step) ? 0 : 1;
    const skips = levels.some((level, i) => level > (levels[i - 1] ?? 1) + 1);
    return titles !== wanted || skips || levels.includes(1) ? [[card, `headings of levels ${levels}`]] : [];
  });

  access.purposes = each(({ root }) => [...root.querySelectorAll('input:not([type="radio"], [type="checkbox"], [type="date"], [type="file"], [aria-hidden])')]
    .filter((input) => input.autocomplete !== (isOfToken(input) ? 'off' : PURPOSES[input.dataset.field] ?? 'off'))
    .map((input) => [input, `says "${input.autocomplete}"`]));

  const about = (kinds) => kinds.map((kind) => `[role="alert"][data-error^="${kind}"]`).join();
  const OF_FIELDS = about(['code_', 'password_', 'number_', 'recovery_code_', 'new_password_', 'repeat_', 'username_', 'email_', 'reason_']);
  /** Of what may be a field, or a choice, or no fault of either. */
  const OF_OTHERS = about(['day_', 'person_', 'file_', 'checked_', 'import_']);

  /** A refusal about a field marks one and is its description; without one nothing is marked. */
  access.errors = each(({ root }) => {
    const alert = root.querySelector(OF_FIELDS);
    const marked = [...root.querySelectorAll('[aria-invalid="true"]')];
    const isDescribed = (field) => (field.getAttribute('aria-describedby') ?? '').split(' ').some((id) => root.getElementById(id)?.contains(alert));
    if (alert && root.querySelector('input')) {
      return marked.some(isDescribed) ? [] : [[alert, 'no field is marked as wrong and described by it']];
    }
    return root.querySelector(OF_OTHERS) ? [] : marked.map((field) => [field, 'marked as wrong']);
  });

  /** Words with an icon are never told by colour alone; an alert says something, and nothing looks like one that is none. */
  access.alerts = each(({ root }) => [
    ...[...root.querySelectorAll('[role="alert"]')].filter((alert) => !alert.textContent.trim() || !alert.querySelector('svg[aria-hidden="true"]')).map((alert) => [alert, 'an alert without words or icon']),
    ...[...root.querySelectorAll('.notice.error:not([role="alert"])')].map((notice) => [notice, 'looks like an alert']),
  ]);

  /** A region that is not rendered while it is empty is not there when its words come. */
  access.regions = each(({ root }) => [...root.querySelectorAll('[role="status"]')]
    .filter((region) => !region.closest('details:not([open])') && !region.checkVisibility())
    .map((region) => [region, 'not there while it is empty']));

  /** Declared is the language that is spoken, and it runs the way that language is written. */
  access.languages = each(({ root, host, card }) => {
    const wanted = new URLSearchParams(location.search).get('lang');
    const declared = (card.closest('[lang]') ?? host.closest('[lang]'))?.lang;
    const written = /^(ar|fa|he|ur)\b/.test(wanted) ? 'rtl' : 'ltr';
    const { direction } = getComputedStyle(card);
    return [
      ...(declared?.split('-')[0] === wanted.split('-')[0] ? [] : [[card, `"${declared}" is declared`]]),
      ...(direction === written ? [] : [[card, `written ${direction}`]]),
    ];
  });

  /** Only what the browser itself makes usable by keys. */
  access.native = each(({ root }) => [...root.querySelectorAll('[role="button"], [role="link"], [role="checkbox"], [role="radio"], [tabindex]:not([tabindex="-1"]), [onclick], [accesskey]')]
    .filter(isSeen).map((element) => [element, 'no element of its own kind']));
})();
