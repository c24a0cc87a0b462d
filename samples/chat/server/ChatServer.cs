using System.Globalization;
using System.Reflection;
using Chat.Sharing;

namespace Chat;

/// <summary>The chat: rooms over WebSockets. With REDIS_URL set all tasks share them; without it each keeps its own in memory.</summary>
internal static class ChatServer
{
    /// <summary>Which task this is: on ECS the name of its host is its own.</summary>
    public static string Task { get; } = Environment.MachineName;

    public static WebApplication Create(params string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
            .AddFilter("Chat", LogLevel.Information);
        builder.Services
            .ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, ChatJson.Default))
            .AddSingleton(TimeProvider.System)
            .AddSingleton<Rooms>()
            .AddSingleton<Drain>()
            .AddSingleton<IHostLifetime, DrainingLifetime>();
        Share(builder.Services, builder.Configuration["REDIS_URL"]);

        var app = builder.Build();
        // Shorter than the 60 seconds after which an Application Load Balancer closes what is silent.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(30) });

        // Without Redis the task still serves: were it unhealthy, ECS would replace every task for something that no new one has either.
        app.MapGet("/health", (Drain drain) => drain.Started.IsCancellationRequested
            ? Results.Text("draining", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("ok"));
        app.MapGet("/api/version", (IExchange exchange) => new VersionAnswer(Version, Task, exchange.Redis));
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

    private static void Share(IServiceCollection services, string? redis)
    {
        if (string.IsNullOrEmpty(redis))
        {
            services.AddSingleton<IExchange, MemoryExchange>();
            return;
        }

        services
            .AddSingleton(RedisAddress.Parse(redis))
            .AddSingleton<RedisExchange>()
            .AddSingleton<IExchange>(provider => provider.GetRequiredService<RedisExchange>())
            .AddHostedService(provider => provider.GetRequiredService<RedisExchange>());
    }
}
