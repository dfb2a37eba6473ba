using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Generation.Extractive;
using ChatOpsBot.RagCore.Answering.Rewriting;
using ChatOpsBot.RagCore.Evaluation;
using ChatOpsBot.RagCore.Evaluation.Answers;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Evaluation;

public sealed class AnswerEvaluationTests
{
    private const string File = """
        {"version": "v2.0", "data": [{"title": "Steam_engine", "paragraphs": [{"context": "James Watt improved the steam engine in 1765. He lived in Glasgow.",
        "qas": [{"id": "1", "question": "When did Watt improve the steam engine?", "answers": [{"text": "1765", "answer_start": 40}], "is_impossible": false},
        {"id": "2", "question": "Who painted the ceiling of the chapel?", "answers": [], "is_impossible": true}]}]}]}
        """;

    [Fact]
    public async Task A_file_is_asked_and_counted()
    {
        using var index = new LexicalIndex();
        var options = Options.Create(new AnsweringOptions());
        var answerer = new QuestionAnswerer(
            new HeuristicRewriter(), index, NoReranking.Create(), new ExtractiveGenerator(index, ScoringWeights.Default), new ReplyComposer(index, options), new FixedThreshold(), options, new FixedTimeProvider());

        var report = await new AnswerEvaluation(index, answerer, new FixedThreshold(), new FixedTimeProvider()).RunAsync(await ReadAsync(File), progress: null, default);

        Assert.Equal((2, 1), (report.Questions, report.Answerable));
        Assert.Equal((1.0, 1.0, 1.0), (report.HitRate, report.AbstainPrecision, report.AbstainRecall));
        Assert.Equal((1.0, 1.0), (report.Auroc, report.CitationValid));
    }

    [Fact]
    public async Task Titles_are_the_articles_and_ids_are_unique()
    {
        var paragraph = Assert.Single((await ReadAsync(File)).Paragraphs);

        Assert.Equal("Steam engine", paragraph.Title);
        Assert.Equal("Steam engine/1", paragraph.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"data\": [{\"title\": null}]}")]
    [InlineData("{\"data\": 3}")]
    public async Task What_is_not_a_SQuAD_file_is_refused(string text)
        => await Assert.ThrowsAsync<DataSetException>(() => ReadAsync(text));

    [Fact]
    public async Task A_file_that_is_missing_is_named()
        => Assert.Contains("nowhere.json", (await Assert.ThrowsAsync<DataSetException>(() => SquadReader.ReadAsync("nowhere.json", default))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("The, Quick-brown  fox!", "quickbrown fox")]
    [InlineData("an apple a day", "apple day")]
    public void Answers_are_normalised_as_SQuAD_does(string text, string expected)
        => Assert.Equal(expected, SquadNormalization.Normalize(text));

    [Fact]
    public void A_gold_answer_counts_as_whole_words_only()
    {
        Assert.True(SquadNormalization.Holds("in 1765 watt", "1765"));
        Assert.False(SquadNormalization.Holds("in 17650 watt", "1765"));
        Assert.False(SquadNormalization.Holds("anything", string.Empty));
    }

    [Fact]
    public void The_area_under_the_curve_counts_ties_half()
    {
        Assert.Equal(1, RocCurve.Area([(2, true), (1, false)]));
        Assert.Equal(0, RocCurve.Area([(1, true), (2, false)]));
        Assert.Equal(0.5, RocCurve.Area([(1, true), (1, false)]));
        Assert.Equal(0.875, RocCurve.Area([(1, true), (3, true), (1, false), (0, false)]));
        Assert.Equal(0.5, RocCurve.Area([]));
    }

    private static async Task<SquadFile> ReadAsync(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            await System.IO.File.WriteAllTextAsync(path, text);
            return await SquadReader.ReadAsync(path, default);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }
}
