using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ChatOpsBot.RagCore.Answering.Generation;

namespace ChatOpsBot.RagCore.Answering.Caching;

/// <summary>
/// Names an answer by everything it was made from (L-15): organisation, language, prompt version, models, tools, question, and the passages that were
/// found for this audience with their versions. Other rights, another version of a document or a document taken away find other passages, and
/// so another key.
/// </summary>
internal static class AnswerKey
{
    /// <summary>Returns what has to be the same for questions that are only alike.</summary>
    public static string PartitionOf(GenerationRequest request, string promptVersion, string models)
        => Hash([request.Access.Tenant.Value, request.Locale ?? string.Empty, promptVersion, models, request.Trail.Spending.ToString(), .. request.Tools?.Names ?? []]);

    /// <summary>Returns the key of an answer.</summary>
    public static string Of(string partition, GenerationRequest request)
    {
        var parts = new List<string> { partition, Folded(request.Question) };
        foreach (var passage in request.Passages)
        {
            var document = passage.Chunk.Document;
            parts.AddRange([document.Id, document.Version, FormattableString.Invariant($"{passage.Chunk.Start}-{passage.Chunk.End}")]);

            // The version is that of the text; these are told besides.
            parts.AddRange([document.Title, FormattableString.Invariant($"{document.Effective:yyyy-MM-dd}"), document.IsSuperseded ? "superseded" : string.Empty]);
        }

        return Hash(parts);
    }

    private static string Folded(string question)
        => string.Join(' ', question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Normalize(NormalizationForm.FormKC).ToUpperInvariant().TrimEnd('?', '.', '!', ' ');

    // Each part goes in with its length, so that no part can be written into another.
    private static string Hash(IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
