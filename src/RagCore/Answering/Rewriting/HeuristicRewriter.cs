namespace ChatOpsBot.RagCore.Answering.Rewriting;

/// <summary>Rewrites by rules alone.</summary>
internal sealed class HeuristicRewriter : IQuestionRewriter
{
    public Task<StandaloneQuestion> RewriteAsync(RewriteRequest request, CancellationToken cancellationToken)
        => Task.FromResult(FollowUpRewriter.Rewrite(request.Text, request.Thread));
}
