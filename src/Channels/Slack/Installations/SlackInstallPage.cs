using System.Text;
using System.Text.Encodings.Web;
using ChatOpsBot.RagCore.Conversations.Text;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Slack.Installations;

/// <summary>What a person reads who installs the app. Everything in it is escaped, and the page may load nothing.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">What is said.</param>
/// <param name="BeginsAgain">The page offers to begin again.</param>
internal sealed record SlackInstallPage(int Status, string Text, bool BeginsAgain = false)
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task WriteAsync(HttpResponse response, Phrases words)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync(Html(words), Encoding.UTF8);
    }

    private string Html(Phrases words)
    {
        var encoder = HtmlEncoder.Default;
        var again = BeginsAgain ? $"<p><a href=\"/slack/install\">{encoder.Encode(words[Phrase.InstallAgain])}</a></p>" : string.Empty;
        return $"""
            <!doctype html>
            <html lang="{encoder.Encode(words.Language)}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>ChatOpsBot</title>
            <style>body{"{"}font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1rem{"}"}</style></head>
            <body><h1>ChatOpsBot</h1><p>{encoder.Encode(Text)}</p>{again}</body>
            </html>
            """;
    }
}
