using Chat;

await ChatServer.Create(args).RunAsync();
