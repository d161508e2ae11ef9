// Where there is no localStorage, a cookie: Internet Explorer up to 7, old webviews, private windows of old Safaris. In a
// sandbox there is neither.
n=d.getElementById("bb-x");
if(n)n.onclick=function(){
n=+new Date+%(milliseconds)s;
try{w.localStorage.setItem("%(key)s",n)}
catch(x){try{d.cookie="%(key)s=1;path=/;expires="+new Date(n).toGMTString()}catch(y){}}
n=d.getElementById("bb");
n.parentNode.removeChild(n);
return false
}
