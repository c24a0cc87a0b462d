using Chat;

if (args is ["migrate"])
    return await Migration.Run(Environment.GetEnvironmentVariable("REDIS_URL"), Console.Out, TimeProvider.System, CancellationToken.None);

await ChatServer.Create(args).RunAsync();
return 0;
