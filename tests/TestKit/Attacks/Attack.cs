using System.Text;

namespace ChatOpsBot.TestKit.Attacks;

/// <summary>One hostile request, as bytes on a connection. None may be accepted, none may be answered with 5xx.</summary>
/// <param name="Name">What is tried.</param>
/// <param name="Bytes">The whole request.</param>
public sealed record Attack(string Name, byte[] Bytes)
{
    /// <summary>Gets a value indicating whether the sender closes before the request is whole, so that no answer is due.</summary>
    public bool IsCutShort { get; init; }
}

/// <summary>A request that would be accepted, which attacks are made from.</summary>
/// <param name="Path">The route.</param>
/// <param name="Headers">The headers that prove where it comes from, and its content type.</param>
/// <param name="Body">The body.</param>
public sealed record GenuineRequest(string Path, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public GenuineRequest Without(string header) => this with { Headers = [.. Headers.Where(other => !IsNamed(other, header))] };

    public GenuineRequest With(string header, string value)
        => this with { Headers = [.. Headers.Where(other => !IsNamed(other, header)), (header, value)] };

    public GenuineRequest Adding(string header, string value) => this with { Headers = [.. Headers, (header, value)] };

    /// <summary>Writes the request.</summary>
    public byte[] Write(string method = "POST", string? path = null, string version = "HTTP/1.1", string? framing = null, string lineEnd = "\r\n")
    {
        var head = new StringBuilder().Append(method).Append(' ').Append(path ?? Path).Append(' ').Append(version).Append(lineEnd)
            .Append("Host: 127.0.0.1").Append(lineEnd).Append("Connection: close").Append(lineEnd);
        foreach (var (name, value) in Headers)
        {
            head.Append(name).Append(": ").Append(value).Append(lineEnd);
        }

        head.Append(framing ?? $"Content-Length: {Body.Length}").Append(lineEnd).Append(lineEnd);
        return [.. Encoding.Latin1.GetBytes(head.ToString()), .. Body];
    }

    private static bool IsNamed((string Name, string Value) header, string name) => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase);
}
