namespace ChatOpsBot.IntegrationTests.Attacks;

/// <summary>Tests that measure the memory of the process, which no other test may share meanwhile.</summary>
[CollectionDefinition(nameof(AlonePlease), DisableParallelization = true)]
public sealed class AlonePlease;
