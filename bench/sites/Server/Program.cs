using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SiteServer;

// SiteServer READY_FILE SITE_BUCKET: serves on three free ports of loopback and writes their numbers into READY_FILE, S3 (with STS and CloudFront)
// first, then the edge, then the control. Ends with SIGTERM.
if (args is not [var ready, var site])
    return 2;

var store = new Store(TimeProvider.System);
var aws = new AwsApi(store, site);
var edge = new Edge(store, site);
var control = new Control(store);

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.Logging.ClearProviders();
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.AllowSynchronousIO = false;
    kestrel.Limits.MaxRequestBodySize = null;
    kestrel.Limits.MinRequestBodyDataRate = null;
    kestrel.Limits.MinResponseDataRate = null;
    for (var listener = 0; listener < 3; listener++)
        kestrel.Listen(IPAddress.Loopback, 0);
});

await using var app = builder.Build();
int[] ports = [];
app.Run(context =>
{
    var listener = Array.IndexOf(ports, context.Connection.LocalPort);
    return listener switch
    {
        0 => aws.Handle(context),
        1 => edge.Handle(context),
        _ => control.Handle(context),
    };
});
await app.StartAsync();
ports = [.. app.Urls.Select(url => new Uri(url).Port)];

// Renamed into place, so that whoever waits for the file never reads half of it.
await File.WriteAllTextAsync($"{ready}.new", string.Join(' ', ports));
File.Move($"{ready}.new", ready, overwrite: true);
await app.WaitForShutdownAsync();
return 0;
