using System.Diagnostics.Metrics;
using System.Text;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Attachments;
using ChatOpsBot.RagCore.Answering.Generation.Extractive;
using ChatOpsBot.RagCore.Answering.Rewriting;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.TestKit.Memory;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Time;
using ChatOpsBot.TestKit.Turns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Attachments;

/// <summary>A channel with files, the documents of an organisation and a clock, around what answers messages.</summary>
internal sealed class ThreadStage : IDisposable
{
    private static readonly ServiceProvider Meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private readonly FileTextReader _reader;
    private readonly MessageAnswerer _answerer;
    private int _messages;

    public ThreadStage(Action<AttachmentOptions>? configure = null, ListJournal? journal = null, ScriptedFiles? files = null, FixedTimeProvider? time = null)
    {
        (Journal, Files, Time) = (journal ?? new ListJournal(), files ?? new ScriptedFiles(), time ?? new FixedTimeProvider());
        var options = new AttachmentOptions();
        configure?.Invoke(options);
        var limits = Options.Create(options);
        Texts = new FileTexts(Time, limits);
        _reader = new FileTextReader(Time, limits);
        var opener = new FileOpener([Files], _reader, new AttachmentMetrics(Meters.GetRequiredService<IMeterFactory>()), limits, NullLogger<FileOpener>.Instance);
        var threadFiles = new ThreadFiles(opener, Texts, Journal, limits, Options.Create(new MemoryOptions()), Time);
        _answerer = new MessageAnswerer(threadFiles, new FileAnswerer(Over), Over(Documents), limits);
    }

    public ListJournal Journal { get; }

    public ScriptedFiles Files { get; }

    public FixedTimeProvider Time { get; }

    public FileTexts Texts { get; }

    public LexicalIndex Documents { get; } = new();

    public InboundMessage Message(string text, string thread = "C1", params string[] files)
    {
        var number = ++_messages;
        return Messages.Of($"{number}", text, thread) with
        {
            SentAt = Time.GetUtcNow(),
            Attachments = [.. files.Select(name => new InboundAttachment(ScriptedFiles.IdOf(name), ContentType: null, Length: null) { Name = name, Source = new AttachmentAddress(1, name) })],
        };
    }

    public Task<Reply> AskAsync(string text, string thread = "C1", params string[] files) => AskAsync(Message(text, thread, files));

    /// <summary>Answers a message and remembers it.</summary>
    public async Task<Reply> AskAsync(InboundMessage message, AccessFilter? access = null)
    {
        var outcome = await OutcomeAsync(message, access);
        Journal.Add(message, outcome.Reply);
        return outcome.Reply;
    }

    public Task<QuestionOutcome> OutcomeAsync(InboundMessage message, AccessFilter? access = null) => _answerer.AnswerAsync(
        message, new Question(message.Text, [], message.Locale), access ?? TestDocuments.Everyone, new Progress<TurnProgress>(), CancellationToken.None);

    public void Dispose()
    {
        _reader.Dispose();
        Documents.Dispose();
    }

    private QuestionAnswerer Over(LexicalIndex index)
    {
        var options = Options.Create(new AnsweringOptions());
        return new QuestionAnswerer(
            new HeuristicRewriter(), index, NoReranking.Create(), new ExtractiveGenerator(index, ScoringWeights.Default), new ReplyComposer(index, options), new FixedThreshold(), options, Time);
    }
}

/// <summary>A channel's files, by name.</summary>
internal sealed class ScriptedFiles : IAttachmentSource
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AttachmentFailure> _failures = new(StringComparer.Ordinal);

    public ChannelKind Kind => ChannelKind.Web;

    /// <summary>Gets the names of the files that were fetched, in order.</summary>
    public List<string> Fetched { get; } = [];

    public static string IdOf(string name) => $"F-{name}";

    public ScriptedFiles With(string name, string text) => With(name, Encoding.UTF8.GetBytes(text));

    public ScriptedFiles With(string name, byte[] bytes)
    {
        _files[name] = bytes;
        _failures.Remove(name);
        return this;
    }

    public ScriptedFiles Fail(string name, AttachmentFailure failure)
    {
        _failures[name] = failure;
        return this;
    }

    public Task<AttachmentContent> ReadAsync(InboundMessage message, InboundAttachment attachment, int maxBytes, CancellationToken cancellationToken)
    {
        var name = attachment.Source!.Value;
        lock (Fetched)
        {
            Fetched.Add(name);
        }

        if (_failures.TryGetValue(name, out var failure))
        {
            throw new AttachmentException(failure, "scripted");
        }

        return _files[name] is var bytes && bytes.Length > maxBytes
            ? throw new AttachmentException(AttachmentFailure.TooLarge, "scripted")
            : Task.FromResult(new AttachmentContent(attachment.Name, attachment.ContentType, bytes));
    }
}
