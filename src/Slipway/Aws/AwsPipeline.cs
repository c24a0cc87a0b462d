using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Slipway.Aws;

/// <summary>
/// Puts this project's handlers into the pipelines of clients that a session makes, and of no others. The SDK's registry of customizers
/// is one for the process and is asked within a client's constructor, so the session in whose name that runs is kept for its thread.
/// </summary>
internal sealed class AwsPipeline : IRuntimePipelineCustomizer
{
    [ThreadStatic]
    private static AwsCalls? _making;

    private static readonly Lock Registering = new();
    private static bool _registered;

    public string UniqueName => "Slipway";

    public static T Make<T>(AwsCalls calls, Func<T> client)
    {
        lock (Registering)
        {
            if (!_registered)
                RuntimePipelineCustomizerRegistry.Instance.Register(new AwsPipeline());

            _registered = true;
        }

        _making = calls;
        try
        {
            return client();
        }
        finally
        {
            _making = null;
        }
    }

    public void Customize(Type type, RuntimePipeline pipeline)
    {
        if (_making is not { } calls)
            return;

        pipeline.AddHandler(new CountCalls(calls));
        pipeline.AddHandlerAfter<Marshaller>(new RawRequests());
        pipeline.AddHandlerAfter<Unmarshaller>(new RawResponses());
        pipeline.AddHandlerAfter<Unmarshaller>(new ResponseTimes());
    }

    private sealed class CountCalls(AwsCalls calls) : PipelineHandler
    {
        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            calls.Add(executionContext.RequestContext.ServiceMetaData.ServiceId, executionContext.RequestContext.RequestName);
            return base.InvokeAsync<T>(executionContext);
        }
    }

    /// <summary>Replaces what was marshalled, before it is signed.</summary>
    private sealed class RawRequests : PipelineHandler
    {
        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            if (RawJson.BodyOf(executionContext.RequestContext.OriginalRequest) is { } body)
                executionContext.RequestContext.Request.Content = body;

            return base.InvokeAsync<T>(executionContext);
        }
    }

    /// <summary>Keeps a copy of the answer's bytes before the client's types drop what they do not know.</summary>
    private sealed class RawResponses : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var result = await base.InvokeAsync<T>(executionContext);
            if (RawJson.IsWanted(executionContext.RequestContext.OriginalRequest))
                executionContext.ResponseContext.HttpResponse = await RawJson.Keep(executionContext.RequestContext.OriginalRequest, executionContext.ResponseContext.HttpResponse);

            return result;
        }
    }

    /// <summary>Keeps when the server answered.</summary>
    private sealed class ResponseTimes : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var result = await base.InvokeAsync<T>(executionContext);
            ServerTime.Keep(executionContext.RequestContext.OriginalRequest, executionContext.ResponseContext.HttpResponse);
            return result;
        }
    }
}
