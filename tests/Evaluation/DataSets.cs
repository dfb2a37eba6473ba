namespace ChatOpsBot.Evaluation;

/// <summary>Where the development data sets are. They are not part of the project; test.sh names the folder where there is one.</summary>
internal static class DataSets
{
    public const string Category = "DataSets";

    public static string PathOf(params string[] parts)
    {
        var folder = Environment.GetEnvironmentVariable("CHATOPSBOT_DATA");
        return string.IsNullOrEmpty(folder)
            ? throw new InvalidOperationException("CHATOPSBOT_DATA names no folder; run ./test.sh, or leave these tests out with --filter Category!=DataSets.")
            : Path.Combine([folder, .. parts]);
    }
}
