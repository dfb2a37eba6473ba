using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.UnitTests.Answering;

/// <summary>Asks for the same support of every answer.</summary>
internal sealed class FixedThreshold(double support = 0.48) : IAnswerThreshold
{
    public double SupportFor(TenantId tenant) => support;

    public Task CalibrateAsync(AccessFilter access, CancellationToken cancellationToken) => Task.CompletedTask;
}
