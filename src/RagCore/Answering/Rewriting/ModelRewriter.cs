using ChatOpsBot.RagCore.Answering.Prompts;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Usage.Calls;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Answering.Rewriting;

/// <summary>
/// Asks a model what a follow-up means; the rules stand in when there is nothing to ask, or nothing usable came back. The model sees what people asked
/// in the thread, which all its readers have read; it never sees what was quoted from documents, since rights to those may have changed (P4).
/// </summary>
internal sealed class ModelRewriter(IChatClient model, IPromptLibrary prompts, OptionalStep step) : IQuestionRewriter
{
    /// <summary>The name of the prompt.</summary>
    public const string PromptName = "rewrite";

    private const int MostQuestions = 6;

    public async Task<StandaloneQuestion> RewriteAsync(RewriteRequest request, CancellationToken cancellationToken)
    {
        var ruled = FollowUpRewriter.Rewrite(request.Text, request.Thread);
        var said = Said(request.Thread);
        var isChoice = request.Thread is [.., { Reply: ClarificationReply }] && ruled.Text != request.Text;
        if (said.Length == 0 || isChoice || request.Trail.Spending is SpendingLevel.None || !FollowUp.MayLean(request.Text))
        {
            step.Skip();
            return ruled;
        }

        return await step.TryAsync(token => AskAsync(request, said, token), cancellationToken) ?? ruled;
    }

    private async Task<StandaloneQuestion?> AskAsync(RewriteRequest request, string[] said, CancellationToken cancellationToken)
    {
        var prompt = prompts.Select(PromptName, request.Tenant, request.ThreadKey);
        request.Trail.Used("prompt.rewrite", prompt.Version);
        var messages = prompt.Render(new Dictionary<string, string>(StringComparer.Ordinal) { ["question"] = request.Text, ["thread"] = string.Join('\n', said) });
        var response = await model.GetResponseAsync(messages, request.Trail.CallFor(ModelPurpose.Rewrite).Attach(prompt.Settings()), cancellationToken);
        return RewrittenQuestion.Read(response.Text, request.Text, said);
    }

    private static string[] Said(IReadOnlyList<Exchange> thread) =>
    [
        .. thread.Where(exchange => exchange.Reply is not NoticeReply && exchange.Question.Length is > 0 and <= FollowUpRewriter.LongestCarried)
            .TakeLast(MostQuestions)
            .Select(exchange => QuestionText.Clean(exchange.Question, FollowUpRewriter.LongestCarried).Text),
    ];
}
