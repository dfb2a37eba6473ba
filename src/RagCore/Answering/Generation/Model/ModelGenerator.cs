using ChatOpsBot.RagCore.Answering.Abstention;
using ChatOpsBot.RagCore.Answering.Prompts;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Answering.Generation.Model;

/// <summary>
/// Has a model write statements with quotes, and reads them while they arrive. A draft that cannot be read is asked for once more. Of a
/// draft that was cut short, what held is kept.
/// </summary>
internal sealed class ModelGenerator(IChatClient model, IPromptLibrary prompts, ISupportMeasure support, Random random) : IAnswerGenerator
{
    private const int LongestEcho = 8_000;

    private const string Incomplete = "The answer may be incomplete: the model could not finish it.";

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
            variables["draft"] = Shortened(writing.Reader.Text);
            variables["problem"] = "It holds no statement with a text and quotes in the form that was asked for.";
            await WriteAsync(writing, PromptNames.Repair, ModelPurpose.Repair, variables, cancellationToken);
        }

        return writing.Reader.IsReadable || writing.Kept > 0
            ? new AnswerDraft([], support.SupportOf(request.Question, request.Passages, request.Access), AnswerMode.Model) { Remark = writing.IsCut ? Incomplete : null }
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
            await foreach (var update in model.GetStreamingResponseAsync(prompt.Render(variables), options, cancellationToken))
            {
                if (!writing.Take(update))
                {
                    break;
                }
            }
        }
        catch (ModelsUnavailableException) when (writing.Kept > 0)
        {
            writing.IsCut = true;
        }
    }

    private static string Shortened(string draft) => draft.Length <= LongestEcho ? draft : draft[..LongestEcho];

    /// <summary>One answer being written, over restarts and the second try.</summary>
    private sealed class Writing(GenerationRequest request, IDraftSink sink)
    {
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
            Reader = new StatementReader();
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
            }

            return !Reader.IsFull;
        }
    }
}
