using System.Globalization;
using System.Reflection;

namespace Chat;

/// <summary>The chat: rooms that keep their last messages in memory, over WebSockets.</summary>
internal static class ChatServer
{
    public static WebApplication Create(params string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.Services
            .ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, ChatJson.Default))
            .AddSingleton(TimeProvider.System)
            .AddSingleton<Rooms>()
            .AddSingleton<Drain>()
            .AddSingleton<IHostLifetime, DrainingLifetime>();

        var app = builder.Build();
        // Shorter than the 60 seconds after which an Application Load Balancer closes what is silent.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(30) });

        app.MapGet("/", () => Results.Stream(typeof(ChatServer).Assembly.GetManifestResourceStream("index.html")!, "text/html; charset=utf-8"));
        app.MapGet("/health", (Drain drain) => drain.Started.IsCancellationRequested
            ? Results.Text("draining", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("ok"));
        app.MapGet("/api/version", () => new VersionAnswer(Version, Environment.MachineName));
        app.MapGet("/api/rooms", (Rooms rooms) => rooms.List());
        app.MapGet("/api/rooms/{room}/messages", (string room, Rooms rooms) => Limits.IsRoom(room)
            ? Results.Ok(rooms.History(room))
            : Results.BadRequest(new ProblemAnswer(Limits.RoomRule)));
        app.Map("/ws/{room}", ChatConnection.Accept);
        return app;
    }

    /// <summary>What CHAT_VERSION says; otherwise the build's own mark, which the same sources give again.</summary>
    public static string Version { get; } = Environment.GetEnvironmentVariable("CHAT_VERSION") is { Length: > 0 } given
        ? given
        : Assembly.GetExecutingAssembly().ManifestModule.ModuleVersionId.ToString("N", CultureInfo.InvariantCulture)[..12];
}
