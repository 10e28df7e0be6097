<?php
// A school's portal in one file: PHP 8 with openssl, no framework. It signs people in, hands them to Tweestap with a
// signed token, and believes only an assertion whose signature it checked itself. What the browser says is a hint.
//
//   openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out portal.key && openssl pkey -in portal.key -pubout -out portal.pem
//   PORTAL_KEY=portal.key PORTAL_URL=http://127.0.0.1:3000 TWEESTAP_URL=http://127.0.0.1:8080 php -S 127.0.0.1:3000 portal.php
//
// A real portal has what is missing here: a directory of people, a limit on attempts, https. PORTAL_STATE is a folder
// for sessions, the public keys and the assertions that were used; a database does the same with a unique index.
declare(strict_types=1);

define('PORTAL', getenv('PORTAL_URL') ?: 'http://127.0.0.1:3000'); // `issuer` of the school, and our origin
define('TWEESTAP', getenv('TWEESTAP_URL') ?: 'http://127.0.0.1:8080'); // its `public_url`
define('AUDIENCE', getenv('TWEESTAP_AUDIENCE') ?: 'tweestap');
define('KEY', openssl_pkey_get_private(file_get_contents(getenv('PORTAL_KEY') ?: 'portal.key')));
define('STATE', getenv('PORTAL_STATE') ?: sys_get_temp_dir() . '/school-portal');
// The passwords are wachtwoord-van-anna and wachtwoord-van-bram.
const PEOPLE = [
    'anna' => ['Anna Visser', 'anna@school.example', '$2y$10$BE1./z0b6OPc86pptAvrVO9OYFWQOCgpwjif4/OiMgVAduLlntAEG'],
    'bram' => ['Bram Smit', 'bram@school.example', '$2y$10$i/JB6728FX.u3BMPK229yufPQP9CX78lFsV0k2yzFNoSzMc89sJUC'],
];

// ---- Tweestap: a token out, an assertion in ----

function encoded(string $data): string { return rtrim(strtr(base64_encode($data), '+/', '-_'), '='); }
function decoded(string $text): string { return (string) base64_decode(strtr($text, '-_', '+/')); }

/** openssl writes a signature as DER, a JWT wants the two numbers of 32 bytes (RFC 7518 section 3.4). */
function raw(string $der): string
{
    $numbers = '';
    for ($at = 2; $at < strlen($der); $at += 2 + ord($der[$at + 1])) {
        $number = ltrim(substr($der, $at + 2, ord($der[$at + 1])), "\0");
        $numbers .= str_pad($number, 32, "\0", STR_PAD_LEFT);
    }
    return $numbers;
}

function der(string $raw): string
{
    $numbers = '';
    foreach (str_split($raw, 32) as $number) {
        $number = ltrim($number, "\0");
        $number = ($number === '' || ord($number[0]) > 127 ? "\0" : '') . $number;
        $numbers .= "\x02" . chr(strlen($number)) . $number;
    }
    return "\x30" . chr(strlen($numbers)) . $numbers;
}

/** A P-256 key of a key set as PEM: a fixed head, then the point. */
function pem(array $jwk): string
{
    $head = hex2bin('3059301306072a8648ce3d020106082a8648ce3d03010703420004');
    $key = base64_encode($head . decoded($jwk['x']) . decoded($jwk['y']));
    return "-----BEGIN PUBLIC KEY-----\n" . chunk_split($key, 64, "\n") . "-----END PUBLIC KEY-----\n";
}

/** Who it is, for the widget: good once, for a minute. */
function login_token(array $session): string
{
    [$name, $email] = PEOPLE[$session['username']];
    $header = ['typ' => 'tweestap-login+jwt', 'alg' => 'ES256'];
    $claims = [
        'iss' => PORTAL, 'aud' => AUDIENCE, 'sub' => $session['username'], 'name' => $name, 'email' => $email,
        'iat' => time(), 'exp' => time() + 60, 'jti' => bin2hex(random_bytes(16)),
        'auth_time' => $session['auth_time'], 'nonce' => $session['nonce'],
        'ts_verified' => $session['verified'], // a code was given in this sign-in: the widget need not ask again
    ] + ($session['mfa_time'] ? ['ts_mfa_time' => $session['mfa_time']] : []);
    $text = encoded(json_encode($header)) . '.' . encoded(json_encode($claims));
    openssl_sign($text, $signature, KEY, OPENSSL_ALGO_SHA256);
    return $text . '.' . encoded(raw($signature));
}

/** Kept for ten minutes; an unknown name makes us look again, once a minute at most. */
function public_key(string $kid): ?string
{
    $file = STATE . '/keys-' . sha1(TWEESTAP) . '.json';
    $find = function () use ($file, $kid): ?array {
        $keys = is_file($file) ? json_decode(file_get_contents($file), true)['keys'] : [];
        return current(array_filter($keys, fn ($key) => $key['kid'] === $kid && ($key['crv'] ?? '') === 'P-256')) ?: null;
    };
    clearstatcache();
    $age = is_file($file) ? time() - filemtime($file) : INF;
    if ($age > 600 || (!$find() && $age > 60)) {
        $answer = @file_get_contents(TWEESTAP . '/api/v1/jwks.json', false, stream_context_create(['http' => ['timeout' => 5]]));
        if ($answer !== false) { file_put_contents("$file.new", $answer); rename("$file.new", $file); }
    }
    return $find() ? pem($find()) : null;
}

/** The claims of an assertion about this very sign-in; null for any other. */
function accept(mixed $assertion, array $session): ?array
{
    [$header64, $claims64, $signature64] = explode('.', (string) $assertion) + ['', '', ''];
    $header = json_decode(decoded($header64), true);
    $signature = decoded($signature64);
    if (($header['alg'] ?? '') !== 'ES256') return null; // never what the sender prefers
    if (($header['typ'] ?? '') !== 'tweestap-assertion+jwt') return null; // not another kind of token
    $key = public_key((string) ($header['kid'] ?? ''));
    if ($key === null || strlen($signature) !== 64) return null;
    if (openssl_verify("$header64.$claims64", der($signature), $key, OPENSSL_ALGO_SHA256) !== 1) return null;
    $claims = json_decode(decoded($claims64), true);
    if (($claims['iss'] ?? '') !== TWEESTAP) return null; // from our Tweestap
    if (($claims['aud'] ?? '') !== PORTAL) return null; // for us
    if (($claims['sub'] ?? '') !== $session['username']) return null; // about the person whose password was right
    if (($claims['auth_time'] ?? 0) !== $session['auth_time']) return null; // in this sign-in
    if (($claims['nonce'] ?? '') !== $session['nonce']) return null; // in this browser
    if (!(($claims['exp'] ?? 0) > time())) return null; // not too late
    if (!(($claims['iat'] ?? INF) <= time() + 30)) return null; // clocks may differ a little
    foreach (glob(STATE . '/used-*') as $old) if (filemtime($old) < time() - 300) @unlink($old);
    // Once: of two requests at the same time only one can make the file.
    if (!@fopen(STATE . '/used-' . sha1((string) ($claims['jti'] ?? '')), 'x')) return null;
    return $claims;
}

// ---- The portal itself ----

const SCRIPT = <<<'JS'
for (const widget of document.querySelectorAll('[token-url]')) {
  const on = (name, then) => widget.addEventListener('tweestap:' + name, then);
  on('verified', async ({ detail }) => { // only our server can tell whether it is true
    const body = JSON.stringify({ assertion: detail.assertion });
    const answer = await fetch('/tweestap-verified', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    location.assign(answer.ok ? (await answer.json()).to : '/sign-in');
  });
  on('changed', ({ detail }) => { if (detail.what === 'finished') location.assign('/'); });
  on('cancelled', () => location.assign('/'));
  on('reauthenticate', () => location.assign('/sign-in?to=' + location.pathname));
}
JS;

function page(string $state, string $body): string
{
    return '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        . "<title>School portal</title><main data-portal=\"$state\">$body</main>";
}

function widget(string $view): string
{
    [$tweestap, $name] = [TWEESTAP, "tweestap-$view"];
    return '<script type="module" src="/portal.js"></script>' . "<script type=\"module\" src=\"$tweestap/tweestap.js\"></script>"
        . "<$name api=\"$tweestap/api/v1\" token-url=\"/tweestap-token\"></$name>";
}

function sign_in_page(string $to, string $notice = ''): string
{
    return page('signed-out', "<h1>Sign in</h1><p role=\"alert\">$notice</p><form method=\"post\" action=\"/sign-in\">"
        . "<input type=\"hidden\" name=\"to\" value=\"$to\"><label>User name <input name=\"username\" data-field=\"username\" autocomplete=\"username\"></label>"
        . '<label>Password <input name="password" type="password" data-field="password" autocomplete="current-password"></label>'
        . '<button data-action="sign-in">Sign in</button></form>');
}

function front_page(?array $session): string
{
    $out = fn (string $label) => "<form method=\"post\" action=\"/sign-out\"><button data-action=\"sign-out\">$label</button></form>";
    if (!$session) return sign_in_page('/');
    if (!$session['verified']) return page('challenge', '<h1>One more step</h1>' . widget('challenge') . $out('Do not sign in after all'));
    return page('signed-in', '<h1>Hello ' . htmlspecialchars(PEOPLE[$session['username']][0]) . '</h1>'
        . '<p><a href="/enrolment" data-action="open-enrolment">Set up two steps</a> '
        . '<a href="/settings" data-action="open-settings">Look after them</a></p>' . $out('Sign out'));
}

/** Never an address from outside. */
function known(mixed $to): string { return in_array($to, ['/enrolment', '/settings'], true) ? $to : '/'; }

function answer(int $status, string $text = '', string $type = 'text/html'): never
{
    http_response_code($status);
    header("content-type: $type; charset=utf-8");
    exit($text);
}

function to_front_page(): never { header('location: /'); answer(303); }

@mkdir(STATE, 0700, true);
$from = TWEESTAP;
header("content-security-policy: default-src 'none'; script-src 'self' $from 'wasm-unsafe-eval'; connect-src 'self' $from; "
    . "style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    . "require-trusted-types-for 'script'; trusted-types 'none'");
foreach (['cache-control: no-store', 'x-content-type-options: nosniff', 'referrer-policy: same-origin'] as $line) header($line);
header_remove('x-powered-by');

$secure = str_starts_with(PORTAL, 'https:');
session_start([
    'name' => $secure ? '__Host-portal' : 'portal', 'save_path' => STATE, 'use_strict_mode' => true, 'cache_limiter' => '',
    'cookie_httponly' => true, 'cookie_samesite' => 'Strict', 'cookie_secure' => $secure,
]);
$session = isset($_SESSION['username']) ? $_SESSION : null;
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$is_post = $_SERVER['REQUEST_METHOD'] === 'POST';
if ($is_post && ($_SERVER['HTTP_ORIGIN'] ?? PORTAL) !== PORTAL) answer(403); // another site's form

switch (($is_post ? 'POST ' : 'GET ') . $path) {
    case 'GET /portal.js': answer(200, SCRIPT, 'text/javascript');
    case 'GET /': answer(200, front_page($session));
    case 'GET /sign-in': answer(200, sign_in_page(known($_GET['to'] ?? '')));
    case 'GET /enrolment':
    case 'GET /settings':
        if (!$session || !$session['verified']) to_front_page();
        answer(200, page('signed-in', '<a href="/" data-action="open-dashboard">Back</a>' . widget(substr($path, 1))));
    case 'POST /sign-in':
        [$username, $password, $to] = [(string) ($_POST['username'] ?? ''), (string) ($_POST['password'] ?? ''), known($_POST['to'] ?? '')];
        // As slow for a name that does not exist.
        $right = password_verify($password, PEOPLE[$username][2] ?? PEOPLE['anna'][2]) && isset(PEOPLE[$username]);
        if (!$right) answer(401, sign_in_page($to, 'Your name or password is not right.'));
        session_regenerate_id(true); // a cookie that was planted before is worth nothing
        $_SESSION = ['username' => $username, 'verified' => false, 'auth_time' => time(), 'mfa_time' => null,
            'nonce' => bin2hex(random_bytes(16)), 'to' => $to];
        to_front_page();
    case 'POST /sign-out':
        $_SESSION = [];
        session_destroy();
        to_front_page();
    case 'POST /tweestap-token':
        $session ? answer(200, json_encode(['token' => login_token($session)]), 'application/json') : answer(401);
    case 'POST /tweestap-verified':
        $claims = $session ? accept(json_decode(file_get_contents('php://input'), true)['assertion'] ?? '', $session) : null;
        if (!$claims) answer(403);
        session_regenerate_id(true);
        $_SESSION = ['verified' => true, 'mfa_time' => $claims['ts_mfa_time'] ?? null] + $session;
        answer(200, json_encode(['to' => $session['to']]), 'application/json');
    default: answer(404);
}
