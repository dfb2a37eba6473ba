using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Answering.Generation;

/// <summary>
/// Stands in a stream where it was cut and begins again from its start at another model. What was read of the text before it is no part of
/// the answer; what was shown of it, because it had been verified, stays.
/// </summary>
/// <param name="model">The configured name of the model that goes on.</param>
internal sealed class StreamRestart(string model) : AIContent
{
    public string Model => model;
}
