using System.CommandLine;
using ChatOpsBot.Benchmarks;

return await new RootCommand("Runs the product as replicas and measures what they keep of their promises.")
{
    ChaosCommand.Create(),
    RollCommand.Create(),
}.Parse(args).InvokeAsync();
