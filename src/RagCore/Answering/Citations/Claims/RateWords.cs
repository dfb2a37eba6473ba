namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>Words that say by themselves what is counted per.</summary>
internal static class RateWords
{
    public static string? Of(string word) => word switch
    {
        "hourly" or "stundlich" => "hour",
        "daily" or "taglich" or "quotidien" => "day",
        "nightly" => "night",
        "weekly" or "wochentlich" or "hebdomadaire" or "semanal" => "week",
        "monthly" or "monatlich" or "mensuel" or "mensual" => "month",
        "quarterly" => "quarter",
        "yearly" or "annually" or "jahrlich" or "anual" => "year",
        _ => null,
    };
}
