using System.CommandLine;
using ChatOpsBot.Benchmarks;
using ChatOpsBot.Benchmarks.Retrieval;

return await new RootCommand("Measures what the product keeps of its promises: as replicas under faults, and as an index at scale.")
{
    ChaosCommand.Create(),
    RollCommand.Create(),
    RetrievalCommand.Create(),
    RestartMeasure.Create(),
    DenseCommand.Create(),
    LoadersCommand.Create(),
    ModelChainCommand.Create(),
    AnswersCommand.Create(),
    ReactionsCommand.Create(),
}.Parse(args).InvokeAsync();
