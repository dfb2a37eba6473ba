using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Models.Chat.Providers;

/// <summary>Turns what a service or the network refuses into one exception, before a vendor's library sees it. What the service wrote is left out: it may repeat prompts and keys.</summary>
internal sealed class FaultReadingHandler(string model, TimeProvider time) : DelegatingHandler
{
    private static readonly string[] TooLongMarks = ["context_length", "context length", "maximum context", "prompt is too long", "too many tokens", "context window"];

    private static readonly string[] FilterMarks = ["content_filter", "content_policy", "content management policy", "ResponsibleAIPolicyViolation"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                response.Content = new BoundedContent(response.Content);
                return response;
            }

            using (response)
            {
                throw Of(response, await ErrorBody.ReadAsync(response, cancellationToken));
            }
        }
        catch (HttpRequestException fault) when (NeverConnected(fault.HttpRequestError))
        {
            throw new ModelCallException(ModelFault.Unreachable, $"The provider of the model {model} cannot be reached ({fault.HttpRequestError}): check its Models:Chat:N:Endpoint and the network.");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new ModelCallException(ModelFault.Cut, $"The connection to the provider of the model {model} was lost before it answered.");
        }
    }

    private static bool NeverConnected(HttpRequestError error)
        => error is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private ModelCallException Of(HttpResponseMessage response, string said)
    {
        var status = (int)response.StatusCode;
        return status switch
        {
            429 => Fault(ModelFault.RateLimited, "asks for fewer calls"),
            503 or 529 => Fault(ModelFault.Overloaded, "has too much to do"),
            408 or >= 500 => Fault(ModelFault.ServerFailed, "failed"),
            401 or 403 => Fault(ModelFault.KeyRefused, "refused the key: check its Models:Chat:N:ApiKey"),
            404 or 405 or (>= 300 and < 400) => Fault(ModelFault.Misconfigured, "has no such address or model: check its Models:Chat:N:Endpoint and Model"),
            402 => Fault(ModelFault.KeyRefused, "wants to be paid first: look at its account"),
            413 => Fault(ModelFault.TooLong, "reads no request that long"),
            _ when Holds(said, TooLongMarks) => Fault(ModelFault.TooLong, "reads no request that long"),
            _ when Holds(said, FilterMarks) => Fault(ModelFault.Filtered, "refused the request by its filter"),
            _ => Fault(ModelFault.Refused, "refused the request"),
        };

        ModelCallException Fault(ModelFault fault, string what) => new(fault, FormattableString.Invariant($"The provider of the model {model} {what} ({status})."))
        {
            RetryAfter = response.Headers.TryGetValues("Retry-After", out var values) ? RetryAfterHeader.Read(values.FirstOrDefault(), time) : null,
        };
    }

    private static bool Holds(string said, string[] marks) => marks.Any(mark => said.Contains(mark, StringComparison.OrdinalIgnoreCase));
}
