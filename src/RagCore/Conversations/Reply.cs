using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Conversations;

/// <summary>How the sentences of an answer came about.</summary>
public enum AnswerMode
{
    /// <summary>Quoted from the sources without a model.</summary>
    Extractive,

    /// <summary>Written by a model, every statement checked against a quote.</summary>
    Model,
}

/// <summary>How well the sources support an answer, as a person is told.</summary>
public enum Confidence
{
    /// <summary>The sources touch the question; the person should read them.</summary>
    Low,

    /// <summary>The sources answer most of the question.</summary>
    Medium,

    /// <summary>The sources answer the question.</summary>
    High,
}

/// <summary>What the bot says. Channels turn it into blocks or cards; nothing here knows how. Stored before it is delivered.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AnswerReply), "answer")]
[JsonDerivedType(typeof(NoEvidenceReply), "no_evidence")]
[JsonDerivedType(typeof(ClarificationReply), "clarification")]
[JsonDerivedType(typeof(NoticeReply), "notice")]
[JsonDerivedType(typeof(HandOverReply), "hand_over")]
public abstract record Reply
{
    /// <summary>The version of the stored form of this family.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Gets the version of the stored form this instance was written with.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;
}

/// <summary>A grounded answer. Every citation was checked against the passage it names.</summary>
/// <param name="Statements">The answer, in order. Each statement stands on at least one citation.</param>
/// <param name="Citations">The numbered sources, 1 to n without gaps, in order of first use.</param>
/// <param name="Mode">How the sentences came about.</param>
/// <param name="Confidence">How well the sources support it.</param>
/// <param name="Notes">What the person should know besides, such as a source that has been superseded. Often empty.</param>
public sealed record AnswerReply(
    IReadOnlyList<AnswerStatement> Statements,
    IReadOnlyList<Citation> Citations,
    AnswerMode Mode,
    Confidence Confidence,
    IReadOnlyList<string> Notes) : Reply;

/// <summary>One statement of an answer with the numbers of the citations it stands on.</summary>
/// <param name="Text">Plain text without markup. A channel escapes it; it may contain line breaks.</param>
/// <param name="Citations">Numbers of <see cref="AnswerReply.Citations"/>.</param>
public sealed record AnswerStatement(string Text, IReadOnlyList<int> Citations);

/// <summary>No passage supports an answer. Says what was searched and what the person can do next.</summary>
/// <param name="Question">The question as it was understood.</param>
/// <param name="Searched">What was searched, such as "44 documents in Handbook". Counts only what the audience may read.</param>
/// <param name="NextStep">What the person can do.</param>
public sealed record NoEvidenceReply(string Question, string Searched, string NextStep) : Reply;

/// <summary>The question has several readings; the person is asked which one is meant.</summary>
/// <param name="Question">What to ask the person.</param>
/// <param name="Choices">Two to four readings.</param>
public sealed record ClarificationReply(string Question, IReadOnlyList<string> Choices) : Reply;

/// <summary>A short statement that is not an answer: help text, a limit reached, an apology with a reference.</summary>
/// <param name="Text">Plain text; lines that start with "- " are a list.</param>
/// <param name="Kind">Why it is said.</param>
public sealed record NoticeReply(string Text, NoticeKind Kind) : Reply
{
    /// <summary>Gets a value indicating whether it concerns the person who asked and nobody else; a channel that can says it to that person alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsForAsker { get; init; }
}

/// <summary>Why a notice is said.</summary>
public enum NoticeKind
{
    /// <summary>The reply to a command.</summary>
    Command,

    /// <summary>A gate refused the message.</summary>
    Refusal,

    /// <summary>The turn failed; carries a short reference for the operators.</summary>
    Apology,
}

/// <summary>A question that is handed to people, who are named so that the platform tells them.</summary>
/// <param name="Question">The question as it was understood.</param>
/// <param name="AskedBy">The platform's user id of the person who wants an answer.</param>
/// <param name="Sources">The sources that were tried.</param>
/// <param name="People">Who is told; from the configuration and from nowhere else.</param>
/// <param name="Text">What is said to them; null for nothing besides.</param>
public sealed record HandOverReply(
    string Question, string AskedBy, IReadOnlyList<HandOverSource> Sources, IReadOnlyList<HandOverPerson> People, string? Text) : Reply
{
    /// <summary>Gets the name of the person who wants an answer, where the platform shows none by itself.</summary>
    public string? AskedByName { get; init; }

    /// <summary>How many sources are told.</summary>
    public const int MaxSources = 10;
}

/// <summary>A source that was tried.</summary>
/// <param name="Title">The document's title.</param>
/// <param name="Link">Where a person can open it.</param>
public sealed record HandOverSource(string Title, Uri? Link);

/// <summary>Somebody who answers what the documents do not: a person, or a group where the platform knows groups.</summary>
/// <param name="Id">The platform's id.</param>
/// <param name="Name">What a person reads where the platform shows no name of its own.</param>
public sealed record HandOverPerson(string Id, string Name);
