using ChatOpsBot.RagCore.Answering.Abstention;
using ChatOpsBot.RagCore.Answering.Prompts;
using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Answering.Generation.Model;

/// <summary>
/// Has a model write statements with quotes, and reads them while they arrive. A draft that cannot be read is asked for once more. Of a
/// draft that was cut short, what held is kept. A model that may look things up does so before it writes.
/// </summary>
internal sealed class ModelGenerator(IChatClient model, IPromptLibrary prompts, ISupportMeasure support, Random random) : IAnswerGenerator
{
    private const int LongestEcho = 8_000;

    public async Task<AnswerDraft> GenerateAsync(GenerationRequest request, IDraftSink sink, CancellationToken cancellationToken)
    {
        var writing = new Writing(request, sink);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["question"] = request.Question,
            ["passages"] = NumberedPassages.Write(request.Passages, random),
            ["locale"] = request.Locale ?? string.Empty,
        };
        await WriteAsync(writing, PromptNames.Answer, ModelPurpose.Answer, variables, cancellationToken);
        if (!writing.Reader.IsReadable && !writing.IsCut)
        {
            variables.Remove("locale");
            variables["passages"] = request.Tools is { WasUsed: true } ? NumberedPassages.Write(Known(request), random) : variables["passages"];
            variables["draft"] = Shortened(writing.Reader.Text);
            variables["problem"] = "It holds no statement with a text and quotes in the form that was asked for.";
            await WriteAsync(writing, PromptNames.Repair, ModelPurpose.Repair, variables, cancellationToken);
        }

        foreach (var found in request.Tools?.Passages ?? [])
        {
            request.Trail.Used($"tool.{found.Chunk.Document.Source}", found.Chunk.Document.Version);
        }

        return writing.Reader.IsReadable || writing.Kept > 0
            ? new AnswerDraft([], support.SupportOf(request.Question, Known(request), request.Access), AnswerMode.Model) { Remark = writing.IsCut ? Phrases.For(request.Locale)[Phrase.AnswerIncomplete] : null }
            : throw new ModelsUnavailableException("The model's drafts could not be read.");
    }

    private async Task WriteAsync(
        Writing writing, string name, ModelPurpose purpose, Dictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var request = writing.Request;
        var prompt = prompts.Select(name, request.Access.Tenant, request.Thread);
        request.Trail.Used($"prompt.{name}", prompt.Version);
        writing.Begin();
        try
        {
            var options = request.Trail.CallFor(purpose).Attach(prompt.Settings());
            var messages = prompt.Render(variables);
            if (purpose is ModelPurpose.Answer && request.Tools is { } tools)
            {
                await LookUpAndWriteAsync(writing, tools, messages, options, cancellationToken);
            }
            else
            {
                await ReadAsync(writing, messages, options, cancellationToken);
            }
        }
        catch (ModelsUnavailableException) when (writing.Kept > 0)
        {
            writing.IsCut = true;
        }
    }

    private async Task LookUpAndWriteAsync(
        Writing writing, ToolSession tools, IList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        options.Tools = tools.Declare();
        for (var round = 1; ; round++)
        {
            await ReadAsync(writing, messages, options, cancellationToken);
            if (writing.TakeCalls() is not { Count: > 0 } calls || options.ToolMode is NoneChatToolMode)
            {
                return;
            }

            var results = new List<AIContent>();
            foreach (var call in calls)
            {
                results.Add(await tools.CallAsync(call, cancellationToken));
            }

            // The tools stay declared, as providers want it where calls of them are told; but none may be called any more.
            options.ToolMode = round >= tools.MaxRounds || !tools.MayCall ? ChatToolMode.None : options.ToolMode;
            messages = [.. messages, new ChatMessage(ChatRole.Assistant, [.. calls]), new ChatMessage(ChatRole.Tool, results)];
            writing.Begin();
        }
    }

    private async Task ReadAsync(Writing writing, IList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        await foreach (var update in model.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            if (!writing.Take(update))
            {
                break;
            }
        }
    }

    private static IReadOnlyList<Passage> Known(GenerationRequest request)
        => request.Tools is { Passages: { Count: > 0 } found } ? [.. request.Passages, .. found] : request.Passages;

    private static string Shortened(string draft) => draft.Length <= LongestEcho ? draft : draft[..LongestEcho];

    /// <summary>One answer being written, over restarts and the second try.</summary>
    private sealed class Writing(GenerationRequest request, IDraftSink sink)
    {
        // More calls in one go are no question; the rest is neither made nor answered.
        private const int MostCalls = 16;

        private List<FunctionCallContent>? _calls;
        private bool _hasBegun;

        public GenerationRequest Request => request;

        public StatementReader Reader { get; private set; } = new();

        public int Kept { get; private set; }

        public bool IsCut { get; set; }

        public void Begin()
        {
            if (_hasBegun)
            {
                sink.Restart();
            }

            _hasBegun = true;
            IsCut = false;
            Reader = new StatementReader();
            _calls = null;
        }

        /// <summary>Returns what the model asks for, and forgets it.</summary>
        public List<FunctionCallContent>? TakeCalls()
        {
            var calls = _calls;
            _calls = null;
            return calls;
        }

        /// <summary>Reads a piece; says whether more is wanted.</summary>
        public bool Take(ChatResponseUpdate update)
        {
            foreach (var content in update.Contents)
            {
                if (content is StreamRestart)
                {
                    Begin();
                }
                else if (content is TextContent { Text: { Length: > 0 } text })
                {
                    Kept += Reader.Read(text).Count(sink.Add);
                }
                else if (content is FunctionCallContent call && Request.Tools is not null && (_calls ??= []).Count < MostCalls)
                {
                    _calls.Add(call);
                }
            }

            var isLast = Reader.IsFull || update.FinishReason == ChatFinishReason.Length || update.FinishReason == ChatFinishReason.ContentFilter;
            IsCut |= isLast && Kept > 0;
            return !Reader.IsFull;
        }
    }
}
