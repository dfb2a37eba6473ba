namespace ChatOpsBot.Channels.Teams;

/// <summary>How confidential answers are, as Teams shows it beside them (T-27).</summary>
public sealed class TeamsSensitivityLabel
{
    public const string SectionName = "Channels:Teams:SensitivityLabel";

    /// <summary>Gets or sets the title of the label, 80 characters at most; none by default, and answers carry no label.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets what a person reads who points at the label, 160 characters at most. None by default.</summary>
    public string? Description { get; set; }
}
