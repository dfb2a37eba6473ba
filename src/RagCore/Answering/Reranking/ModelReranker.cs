using System.Globalization;
using System.Text;
using ChatOpsBot.RagCore.Answering.Prompts;
using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Usage.Calls;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Answering.Reranking;

/// <summary>Asks a chat model for the order.</summary>
internal sealed class ModelReranker(IChatClient model, IPromptLibrary prompts) : IReranker
{
    /// <summary>The name of the prompt.</summary>
    public const string PromptName = "rerank";

    private const int LongestPassage = 1_200;

    public async Task<IReadOnlyList<int>?> RankAsync(RerankRequest request, CancellationToken cancellationToken)
    {
        if (request.Trail.Spending is SpendingLevel.None)
        {
            return null;
        }

        var prompt = prompts.Select(PromptName, request.Tenant, request.ThreadKey);
        request.Trail.Used("prompt.rerank", prompt.Version);
        var messages = prompt.Render(new Dictionary<string, string>(StringComparer.Ordinal) { ["question"] = request.Question, ["passages"] = Numbered(request.Passages) });
        var response = await model.GetResponseAsync(messages, request.Trail.CallFor(ModelPurpose.Rerank).Attach(prompt.Settings()), cancellationToken);
        return RankingReply.Read(response.Text, request.Passages.Count);
    }

    private static string Numbered(IReadOnlyList<Passage> passages)
    {
        var text = new StringBuilder();
        for (var number = 0; number < passages.Count; number++)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{number + 1}] ").AppendLine(InvisibleCharacters.Remove(PassageText.Of(passages[number], LongestPassage))).AppendLine();
        }

        return text.ToString();
    }
}
