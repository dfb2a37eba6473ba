using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering.Abstention;

/// <summary>Measures how much support documents give to questions they are not about: the wider the documents, the more is found by chance.</summary>
internal sealed class SupportCalibrator(IKnowledgeIndex index, ISupportMeasure support, IOptions<AnsweringOptions> options)
{
    /// <summary>
    /// The least that is asked for, whatever was measured: questions close to the documents, which nobody can make up beforehand, get more than
    /// foreign ones.
    /// </summary>
    public const double Least = 0.48;

    /// <summary>The most that is asked for: beyond it collections of every kind lose answers that they hold.</summary>
    public const double Most = 0.51;

    // Of a normal distribution 95 of 100 lie below the mean and this many deviations.
    private const double Deviations = 1.645;

    // How far the lower quartile lies below the median, in deviations.
    private const double QuartileDistance = 0.6745;

    /// <summary>Returns the support that nineteen of twenty foreign questions do not reach, within <see cref="Least"/> and <see cref="Most"/>.</summary>
    /// <exception cref="StoreUnavailableException">The index cannot be asked now.</exception>
    public async Task<double> MeasureAsync(AccessFilter access, CancellationToken cancellationToken)
    {
        var supports = new double[ForeignQuestions.All.Count];
        for (var number = 0; number < supports.Length; number++)
        {
            supports[number] = await SupportOfAsync(ForeignQuestions.All[number], access, cancellationToken);
        }

        return Math.Clamp(ReachedByFew(supports), Least, Most);
    }

    /// <summary>
    /// Returns what one in twenty would reach by chance. Told from the lower half alone: a collection may well be about some of the subjects, a
    /// garage about cars, and then the upper half is no chance.
    /// </summary>
    internal static double ReachedByFew(double[] supports)
    {
        Array.Sort(supports);
        var (quartile, median) = (supports[supports.Length / 4], supports[supports.Length / 2]);
        return median + (Deviations * (median - quartile) / QuartileDistance);
    }

    private async Task<double> SupportOfAsync(string question, AccessFilter access, CancellationToken cancellationToken)
    {
        var passages = await index.SearchAsync(question, access, options.Value.PassageCount, cancellationToken);
        return support.SupportOf(question, passages, access);
    }
}
