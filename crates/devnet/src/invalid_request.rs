//! Tells JSON that is no request from what is no JSON.
//!
//! The server library answers both with "parse error" when there is no id to answer to; JSON-RPC
//! 2.0 and go-ethereum answer well-formed JSON with "invalid request".

use std::pin::Pin;
use std::task::{Context, Poll};

use http_body_util::{BodyExt, Full};
use jsonrpsee::core::BoxError;
use jsonrpsee::core::http_helpers::Body;
use jsonrpsee::server::{HttpRequest, HttpResponse};
use serde::de::IgnoredAny;
use tower::{Layer, Service};

/// What the library says when it sees no request.
const PARSE_ERROR: &[u8] =
    br#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}"#;

/// What is said instead when there was JSON.
const INVALID_REQUEST: &str =
    r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"invalid request"}}"#;

/// Larger bodies are passed on unread, so that nothing is kept twice.
const BODY_BYTES_MAX: u64 = 64 * 1024;

/// Puts [`InvalidRequest`] in front of a service.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InvalidRequestLayer;

impl<S> Layer<S> for InvalidRequestLayer {
    type Service = InvalidRequest<S>;

    fn layer(&self, inner: S) -> Self::Service {
        InvalidRequest { inner }
    }
}

/// Corrects the code of answers to JSON that is no request.
#[derive(Clone, Debug)]
pub(crate) struct InvalidRequest<S> {
    inner: S,
}

impl<S> Service<HttpRequest> for InvalidRequest<S>
where
    S: Service<HttpRequest, Response = HttpResponse, Error = BoxError> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = HttpResponse;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: HttpRequest) -> Self::Future {
        let announced = request.headers().get("content-length");
        let length = announced.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if length.is_none_or(|length| length == 0 || BODY_BYTES_MAX < length) {
            return Box::pin(self.inner.call(request));
        }
        // The instance that was found ready serves this request.
        let other = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, other);
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?.to_bytes();
            let passed_on = HttpRequest::from_parts(parts, Body::new(Full::new(body.clone())));
            correct(inner.call(passed_on).await?, &body).await
        })
    }
}

async fn correct(response: HttpResponse, request: &[u8]) -> Result<HttpResponse, BoxError> {
    if length(response.body()) != Some(PARSE_ERROR.len() as u64) {
        return Ok(response);
    }
    let (mut parts, body) = response.into_parts();
    let body = body.collect().await?.to_bytes();
    if body != PARSE_ERROR || serde_json::from_slice::<IgnoredAny>(request).is_err() {
        return Ok(HttpResponse::from_parts(parts, Body::new(Full::new(body))));
    }
    parts.headers.remove("content-length");
    Ok(HttpResponse::from_parts(parts, Body::from(INVALID_REQUEST)))
}

fn length(body: &impl BodyExt) -> Option<u64> {
    body.size_hint().exact()
}
