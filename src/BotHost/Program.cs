using ChatOpsBot.BotHost.Cli;
using ChatOpsBot.BotHost.Hosting;

return CommandLine.IsCommand(args)
    ? await CommandLine.RunAsync(args)
    : await BotServer.RunAsync(args);
