namespace ChatOpsBot.TestKit.Files;

/// <summary>A file that somebody made to hurt, or that a copy cut off.</summary>
/// <param name="Name">The name of the file; it ends as files of its kind do.</param>
/// <param name="Attack">What is wrong with it.</param>
/// <param name="Bytes">Makes its content.</param>
/// <param name="Outcomes">The outcomes, by name, that are right for it.</param>
public sealed record HostileCase(string Name, string Attack, Func<byte[]> Bytes, params string[] Outcomes)
{
    /// <inheritdoc />
    public override string ToString() => $"{Name}: {Attack}";
}
