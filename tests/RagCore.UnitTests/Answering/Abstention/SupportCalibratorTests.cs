using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Abstention;
using ChatOpsBot.RagCore.Answering.Generation.Extractive;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Abstention;

public sealed class SupportCalibratorTests : IDisposable
{
    private readonly LexicalIndex _index = new();

    public void Dispose() => _index.Dispose();

    [Fact]
    public void The_list_is_wide_and_says_nothing_twice()
    {
        Assert.InRange(ForeignQuestions.All.Count, 150, 300);
        Assert.Equal(ForeignQuestions.All.Count, ForeignQuestions.All.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Nineteen_of_twenty_of_a_normal_distribution_stay_below()
    {
        // Quantiles of a normal distribution with mean .3 and deviation .1.
        var supports = Enumerable.Range(1, 1_999).Select(number => 0.3 + (0.1 * Quantile(number / 2_000.0))).ToArray();

        Assert.Equal(0.4645, SupportCalibrator.ReachedByFew(supports), 3);
    }

    [Fact]
    public void Subjects_the_documents_are_about_do_not_raise_it()
    {
        double[] foreign = [.. Enumerable.Range(0, 70).Select(number => 0.1 + (number * 0.004))];
        double[] mixed = [.. foreign, .. Enumerable.Repeat(1.0, 20)];

        Assert.InRange(SupportCalibrator.ReachedByFew(mixed), 0.3, 0.6);
    }

    [Fact]
    public async Task Documents_of_few_words_need_the_least()
    {
        await _index.UpsertAsync([.. Enumerable.Range(0, 20).Select(number => TestDocuments.Markdown($"{number}.md", $"Printer {number}", "The paper tray is below."))], default);

        Assert.Equal(SupportCalibrator.Least, await Calibrator().MeasureAsync(TestDocuments.Everyone, default));
    }

    [Fact]
    public async Task Documents_that_answer_everything_by_chance_need_the_most()
    {
        // Each question stands in a document without its last word: all are nearly answered.
        await _index.UpsertAsync([.. ForeignQuestions.All.Select((question, number) => TestDocuments.Plain($"{number}", "Notes", question[..question.LastIndexOf(' ')] + "."))], default);

        Assert.Equal(SupportCalibrator.Most, await Calibrator().MeasureAsync(TestDocuments.Everyone, default));
    }

    private static double Quantile(double probability)
    {
        var (low, high) = (-6.0, 6.0);
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Cumulative(middle) < probability ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static double Cumulative(double value)
    {
        var (sum, term) = (value, value);
        for (var step = 1; step < 100; step++)
        {
            term *= value * value / ((2 * step) + 1);
            sum += term;
        }

        return 0.5 + (sum * Math.Exp(-value * value / 2) / Math.Sqrt(2 * Math.PI));
    }

    private SupportCalibrator Calibrator() => new(_index, new ExtractiveGenerator(_index, ScoringWeights.Default), Options.Create(new AnsweringOptions()));
}
