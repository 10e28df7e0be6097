// A school's portal in one file: .NET's own library, minimal API. It signs people in, hands them to Tweestap with a
// signed token, and believes only an assertion whose signature it checked itself. What the browser says is a hint.
// Unlike its siblings in Node, Python and PHP this one is not run by our tests: read it as a pattern.
//
//   openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out portal.key && openssl pkey -in portal.key -pubout -out portal.pem
//   PORTAL_KEY=portal.key PORTAL_URL=http://127.0.0.1:3000 TWEESTAP_URL=http://127.0.0.1:8080 dotnet run Portal.cs   (.NET 10)
//
// A real portal has what is missing here: a directory of people, a limit on attempts, a session store, https.
#:sdk Microsoft.NET.Sdk.Web

using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

string Setting(string name, string otherwise) => Environment.GetEnvironmentVariable(name) ?? otherwise;
var portal = Setting("PORTAL_URL", "http://127.0.0.1:3000"); // `issuer` of the school, and our origin
var tweestap = Setting("TWEESTAP_URL", "http://127.0.0.1:8080"); // its `public_url`
var audience = Setting("TWEESTAP_AUDIENCE", "tweestap");
var signer = ECDsa.Create();
signer.ImportFromPem(File.ReadAllText(Setting("PORTAL_KEY", "portal.key")));
var secure = portal.StartsWith("https:");
var cookieName = secure ? "__Host-portal" : "portal";

// PBKDF2 with SHA-256, 600 000 rounds. The passwords are wachtwoord-van-anna and wachtwoord-van-bram.
var people = new Dictionary<string, Person>
{
    ["anna"] = new("Anna Visser", "anna@school.example", "181f4ea2135d98efeb7e4faf9b351c56929d628e1dbf00b0041db14880634037"),
    ["bram"] = new("Bram Smit", "bram@school.example", "8c312c4760c975c123fc5d02dbad17a4cfcb7b32f8cc77d4970e098f48d56ae2"),
};
var sessions = new ConcurrentDictionary<string, Session>(); // by cookie
var used = new ConcurrentDictionary<string, long>(); // jti of every assertion that was accepted, and its end
var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
long Now() => DateTimeOffset.UtcNow.ToUnixTimeSeconds();
string Encoded(byte[] data) => Base64Url.EncodeToString(data);

// ---- Tweestap: a token out, an assertion in ----

// Who it is, for the widget: good once, for a minute.
string LoginToken(Session session)
{
    var (time, person) = (Now(), people[session.Username]);
    var claims = new JsonObject
    {
        ["iss"] = portal, ["aud"] = audience, ["sub"] = session.Username, ["name"] = person.Name, ["email"] = person.Email,
        ["iat"] = time, ["exp"] = time + 60, ["jti"] = Guid.NewGuid().ToString(),
        ["auth_time"] = session.AuthTime, ["nonce"] = session.Nonce,
        ["ts_verified"] = session.Verified, // a code was given in this sign-in: the widget need not ask again
    };
    if (session.MfaTime is long given) claims["ts_mfa_time"] = given;
    var header = new JsonObject { ["typ"] = "tweestap-login+jwt", ["alg"] = "ES256" };
    var text = Encoded(Encoding.UTF8.GetBytes(header.ToJsonString())) + "." + Encoded(Encoding.UTF8.GetBytes(claims.ToJsonString()));
    return text + "." + Encoded(signer.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256)); // IEEE P1363, as a JWT wants
}

var (published, publishedAt) = (new JsonArray(), 0L);

// Kept for ten minutes; an unknown name makes us look again, once a minute at most.
async Task<ECDsa?> PublicKey(string kid)
{
    JsonNode? Find() => published.FirstOrDefault(key => (string?)key!["kid"] == kid && (string?)key["crv"] == "P-256");
    var age = Now() - publishedAt;
    if (age > 600 || (Find() is null && age > 60))
    {
        var set = JsonNode.Parse(await http.GetStringAsync(tweestap + "/api/v1/jwks.json"))!;
        (published, publishedAt) = (set["keys"]!.AsArray(), Now());
    }
    if (Find() is not JsonNode jwk) return null;
    var point = new ECPoint { X = Base64Url.DecodeFromChars((string)jwk["x"]!), Y = Base64Url.DecodeFromChars((string)jwk["y"]!) };
    return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
}

// The claims of an assertion about this very sign-in; throws, or answers null, for any other.
async Task<JsonNode?> Accept(string assertion, Session session)
{
    var parts = assertion.Split('.');
    var header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!;
    if ((string?)header["alg"] != "ES256") return null; // never what the sender prefers
    if ((string?)header["typ"] != "tweestap-assertion+jwt") return null; // not another kind of token
    if (await PublicKey((string)header["kid"]!) is not ECDsa key) return null;
    var signed = Encoding.UTF8.GetBytes(parts[0] + "." + parts[1]);
    if (!key.VerifyData(signed, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256)) return null;
    var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
    if ((string?)claims["iss"] != tweestap) return null; // from our Tweestap
    if ((string?)claims["aud"] != portal) return null; // for us
    if ((string?)claims["sub"] != session.Username) return null; // about the person whose password was right
    if ((long)claims["auth_time"]! != session.AuthTime) return null; // in this sign-in
    if ((string?)claims["nonce"] != session.Nonce) return null; // in this browser
    if ((long)claims["exp"]! <= Now()) return null; // not too late
    if ((long)claims["iat"]! > Now() + 30) return null; // clocks may differ a little
    foreach (var old in used.Where(one => one.Value < Now())) used.TryRemove(old);
    return used.TryAdd((string)claims["jti"]!, (long)claims["exp"]!) ? claims : null; // once
}

// ---- The portal itself ----

var policy = $"default-src 'none'; script-src 'self' {tweestap} 'wasm-unsafe-eval'; connect-src 'self' {tweestap}; style-src 'self'; "
    + "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const string Script = """
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
    """;
IResult Html(string text, int status = 200) => Results.Text(text, "text/html", Encoding.UTF8, status);
IResult Page(string state, string body, int status = 200) => Html($"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>School portal</title><main data-portal=\"{state}\">{body}</main>", status);
string Widget(string view) => $"""
    <script type="module" src="/portal.js"></script><script type="module" src="{tweestap}/tweestap.js"></script>
    <tweestap-{view} api="{tweestap}/api/v1" token-url="/tweestap-token"></tweestap-{view}>
    """;
string SignOut(string label) => $"""<form method="post" action="/sign-out"><button data-action="sign-out">{label}</button></form>""";
IResult SignInPage(string to, string notice = "", int status = 200) => Page("signed-out", $"""
    <h1>Sign in</h1><p role="alert">{notice}</p><form method="post" action="/sign-in"><input type="hidden" name="to" value="{to}">
    <label>User name <input name="username" data-field="username" autocomplete="username"></label>
    <label>Password <input name="password" type="password" data-field="password" autocomplete="current-password"></label>
    <button data-action="sign-in">Sign in</button></form>
    """, status);
string Known(string? to) => to is "/enrolment" or "/settings" ? to : "/"; // never an address from outside
string? Cookie(HttpContext context) => context.Request.Cookies[cookieName];
Session? Current(HttpContext context) => Cookie(context) is string cookie && sessions.TryGetValue(cookie, out var session) ? session : null;

// A new cookie at every step up: one that was planted before is worth nothing.
void Open(HttpContext context, Session session)
{
    if (Cookie(context) is string old) sessions.TryRemove(old, out _);
    var cookie = Encoded(RandomNumberGenerator.GetBytes(32));
    sessions[cookie] = session;
    context.Response.Cookies.Append(cookieName, cookie, new() { Path = "/", HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = secure });
}

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls(portal);
var app = builder.Build();
app.Use(async (context, next) =>
{
    var headers = context.Response.Headers;
    (headers.ContentSecurityPolicy, headers.CacheControl, headers.XContentTypeOptions) = (policy, "no-store", "nosniff");
    headers["Referrer-Policy"] = "same-origin";
    var origin = (string?)context.Request.Headers.Origin;
    if (context.Request.Method == "POST" && origin is not null && origin != portal) context.Response.StatusCode = 403; // another site's form
    else await next();
});
app.MapGet("/portal.js", () => Results.Text(Script, "text/javascript"));
app.MapGet("/", (HttpContext context) => Current(context) switch
{
    null => SignInPage("/"),
    { Verified: false } => Page("challenge", "<h1>One more step</h1>" + Widget("challenge") + SignOut("Do not sign in after all")),
    { Username: var name } => Page("signed-in", $"""
        <h1>Hello {WebUtility.HtmlEncode(people[name].Name)}</h1><p><a href="/enrolment" data-action="open-enrolment">Set up two steps</a>
        <a href="/settings" data-action="open-settings">Look after them</a></p>{SignOut("Sign out")}
        """),
});
app.MapGet("/sign-in", (string? to) => SignInPage(Known(to)));
foreach (var view in new[] { "enrolment", "settings" })
    app.MapGet("/" + view, (HttpContext context) => Current(context) is { Verified: true }
        ? Page("signed-in", "<a href=\"/\" data-action=\"open-dashboard\">Back</a>" + Widget(view)) : Results.Redirect("/"));
app.MapPost("/sign-in", async (HttpContext context) =>
{
    var form = await context.Request.ReadFormAsync();
    var (username, to) = ((string?)form["username"] ?? "", Known(form["to"]));
    // Yours has a salt for each person.
    var given = Rfc2898DeriveBytes.Pbkdf2((string?)form["password"] ?? "", Encoding.UTF8.GetBytes("school.example"), 600_000, HashAlgorithmName.SHA256, 32);
    var kept = Convert.FromHexString(people.TryGetValue(username, out var person) ? person.Password : new string('0', 64));
    if (!CryptographicOperations.FixedTimeEquals(given, kept)) return SignInPage(to, "Your name or password is not right.", 401);
    Open(context, new Session(username, false, Now(), null, Encoded(RandomNumberGenerator.GetBytes(16)), to));
    return Results.Redirect("/");
});
app.MapPost("/sign-out", (HttpContext context) =>
{
    if (Cookie(context) is string cookie) sessions.TryRemove(cookie, out _);
    return Results.Redirect("/");
});
app.MapPost("/tweestap-token", (HttpContext context) => Current(context) is Session session
    ? Results.Json(new { token = LoginToken(session) }) : Results.Unauthorized());
app.MapPost("/tweestap-verified", async (HttpContext context) =>
{
    if (Current(context) is not Session session) return Results.StatusCode(403);
    try
    {
        var body = await JsonNode.ParseAsync(context.Request.Body);
        if (await Accept((string)body!["assertion"]!, session) is not JsonNode claims) return Results.StatusCode(403);
        Open(context, session with { Verified = true, MfaTime = (long?)claims["ts_mfa_time"] });
        return Results.Json(new { to = session.To });
    }
    catch (Exception failure) when (failure is not OperationCanceledException)
    {
        return Results.StatusCode(403); // whatever could not be read is not believed
    }
});
app.Run();

record Person(string Name, string Email, string Password);
record Session(string Username, bool Verified, long AuthTime, long? MfaTime, string Nonce, string To);
