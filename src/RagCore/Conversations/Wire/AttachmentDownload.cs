using System.Net;

namespace ChatOpsBot.RagCore.Conversations.Wire;

/// <summary>Reads a file from a platform, bounded in size and time. No redirect is followed: the request may carry a token, and its address was checked.</summary>
public static class AttachmentDownload
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Sends a request and returns the whole content.</summary>
    /// <exception cref="AttachmentException">The content cannot be had.</exception>
    public static async Task<DownloadedFile> ReadAsync(
        PlatformHttp http, HttpRequestMessage request, int maxBytes, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            ThrowForStatus(response.StatusCode);
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            using var body = await BoundedBody.ReadAsync(stream, response.Content.Headers.ContentLength, maxBytes, headroom: 0, either.Token)
                ?? throw new AttachmentException(AttachmentFailure.TooLarge, "body");
            return new DownloadedFile(response.Content.Headers.ContentType?.MediaType, body.Bytes.ToArray());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AttachmentException(AttachmentFailure.Unreachable, "timeout");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidDataException)
        {
            throw new AttachmentException(AttachmentFailure.Unreachable, "connection");
        }
    }

    private static void ThrowForStatus(HttpStatusCode status)
    {
        if (status is HttpStatusCode.OK)
        {
            return;
        }

        var failure = (int)status switch
        {
            404 or 410 => AttachmentFailure.Gone,
            429 or >= 500 => AttachmentFailure.Unreachable,
            _ => AttachmentFailure.NotAllowed,
        };
        throw new AttachmentException(failure, FormattableString.Invariant($"http_{(int)status}"));
    }
}

/// <summary>What a platform sent.</summary>
/// <param name="MediaType">The media type the platform claims.</param>
/// <param name="Bytes">The content.</param>
public sealed record DownloadedFile(string? MediaType, byte[] Bytes)
{
    private static readonly byte[][] PageStarts = ["<!doctype html"u8.ToArray(), "<html"u8.ToArray()];

    /// <summary>Says whether it begins as a page does, whatever it is called (S-74).</summary>
    public bool IsPage()
    {
        var text = Bytes.AsSpan();
        text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        text = text.TrimStart(" \t\r\n"u8);
        foreach (var start in PageStarts)
        {
            if (text.Length >= start.Length && System.Text.Ascii.EqualsIgnoreCase(text[..start.Length], start))
            {
                return true;
            }
        }

        return false;
    }
}
