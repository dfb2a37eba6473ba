namespace ChatOpsBot.RagCore.Evaluation.Answers;

/// <summary>The area under the ROC curve, by ranks; ties count half.</summary>
internal static class RocCurve
{
    /// <summary>Returns how probable it is that a member of the class has a higher score than a non-member. 0.5 when there are none of either.</summary>
    public static double Area(IReadOnlyCollection<(double Score, bool IsMember)> samples)
    {
        var members = samples.Count(sample => sample.IsMember);
        var others = samples.Count - members;
        if (members == 0 || others == 0)
        {
            return 0.5;
        }

        var below = 0L;
        var rankSum = 0.0;
        foreach (var tie in samples.GroupBy(sample => sample.Score).OrderBy(group => group.Key))
        {
            var count = tie.Count();
            rankSum += tie.Count(sample => sample.IsMember) * (below + ((count + 1) / 2.0));
            below += count;
        }

        return (rankSum - (members * (members + 1) / 2.0)) / ((double)members * others);
    }
}
