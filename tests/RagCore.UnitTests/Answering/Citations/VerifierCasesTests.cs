using Xunit.Abstractions;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Citations;

/// <summary>How often the verifier is right about what a model writes.</summary>
public sealed class VerifierCasesTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_kept_is_borne_out_and_little_of_what_is_borne_out_is_lost(bool isHeldOut)
    {
        var cases = VerifierCases.All.Where(one => one.IsHeldOut == isHeldOut).Select(one => (Case: one, Kept: one.IsKept())).ToList();
        var kept = cases.Count(one => one.Kept);
        var right = cases.Count(one => one.Kept && one.Case.IsSupported);
        var (precision, recall) = ((double)right / kept, (double)right / cases.Count(one => one.Case.IsSupported));

        foreach (var group in cases.GroupBy(one => one.Case.Class))
        {
            output.WriteLine($"{group.Key,-24} {group.Count(one => one.Kept == one.Case.IsSupported),3} of {group.Count(),3} right");
        }

        output.WriteLine($"{cases.Count} cases, precision {precision:F3}, recall {recall:F3}");
        Assert.InRange(precision, 0.99, 1);
        Assert.InRange(recall, 0.95, 1);
    }

    [Fact]
    public void The_cases_are_many_and_of_all_kinds()
    {
        Assert.InRange(VerifierCases.All.Count, 240, int.MaxValue);
        Assert.InRange(VerifierCases.All.Count(one => one.IsSupported), 100, int.MaxValue);
        Assert.All(VerifierCases.All.GroupBy(one => one.Class), group => Assert.InRange(group.Count(), 10, int.MaxValue));
        Assert.All(VerifierCases.All, one => Assert.All(one.Words.Skip(1).Where((_, index) => index % 2 == 0), name => Assert.Contains(name, VerifierCases.Passages.Keys)));
    }
}
